namespace ActorIpc.Tests;

/// <summary>A folder of a test's own; removed with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("actoripc-test-").FullName;

    /// <summary>A path in the folder.</summary>
    /// <param name="name">A relative path with '/'.</param>
    public string PathOf(string name) => System.IO.Path.Join(Path, name);

    /// <summary>Writes a file, with the folders it is in.</summary>
    /// <param name="name">A relative path with '/'.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>Its full path.</returns>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
