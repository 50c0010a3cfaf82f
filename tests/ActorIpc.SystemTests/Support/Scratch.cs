namespace ActorIpc.SystemTests.Support;

/// <summary>A folder of a test's own with a runtime directory in it; removed with the test.</summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public Scratch()
    {
        Folder = Directory.CreateTempSubdirectory("actoripc-test-").FullName;
        RuntimeDirectory = Path.Combine(Folder, "run");
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The runtime directory of the hosts that the test starts; made by them.</summary>
    public string RuntimeDirectory { get; }

    /// <summary>A path in the folder.</summary>
    /// <param name="name">The file's name.</param>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file into the folder.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="text">Its content.</param>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The names of what is in the runtime directory, logs apart.</summary>
    public IReadOnlyList<string> LeftInRuntimeDirectory() => Directory.Exists(RuntimeDirectory)
        ? [.. Directory.EnumerateFileSystemEntries(RuntimeDirectory).Select(path => Path.GetFileName(path)).Where(name => !name.EndsWith(".log", StringComparison.Ordinal))]
        : [];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
