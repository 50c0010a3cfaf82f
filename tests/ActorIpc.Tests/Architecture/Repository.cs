namespace ActorIpc.Tests.Architecture;

/// <summary>The project's own files, for tests about its form.</summary>
internal static class Repository
{
    /// <summary>The folder that holds ActorIpc.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path of the project.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>All source files below a folder, build output left out.</summary>
    public static IEnumerable<string> Sources(string folder, string pattern = "*.cs") =>
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ActorIpc.sln")))
                return folder.FullName;
        }
        throw new FileNotFoundException("ActorIpc.sln is in no folder above the tests");
    }
}
