using Akka.Configuration;

namespace ActorIpc.Hosting.Topologies;

/// <summary>
/// The keys of a topology that are paths, declared in <c>actoripc.topology.paths</c>: makes them absolute, as nodes have other directories than the
/// user, and checks before anything starts what the job will need of them.
/// </summary>
/// <param name="file">The topology's file; its own paths are relative to it.</param>
/// <param name="directory">The current directory; paths given with <c>--set</c> are relative to it.</param>
/// <param name="settings">What <c>--set</c> gave.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class PathKeys(string file, string directory, IReadOnlyList<Setting> settings, List<TopologyProblem> problems)
{
    /// <summary>Resolves and checks all of them.</summary>
    /// <param name="topology">The section <c>actoripc.topology</c>.</param>
    /// <param name="config">The topology as it is now.</param>
    /// <param name="text">Where the absolute paths are appended.</param>
    public void Resolve(SectionReader topology, Config config, TopologyText text)
    {
        var paths = topology.Section("paths");
        foreach (var (name, _) in paths.Items)
        {
            var declaration = paths.Section(name);
            var key = declaration.RequiredText("key");
            var must = declaration.Word("must", PathRequirement.Nothing, ("exist", PathRequirement.Exist), ("be-writable", PathRequirement.BeWritable));
            declaration.ReportUnknownKeys();
            if (key.Length == 0)
                continue;
            if (!config.HasPath(key) || config.GetString(key) is not { Length: > 0 } given)
            {
                problems.Add(new TopologyProblem(key, "is missing: it must be a path"));
                continue;
            }
            var isSet = settings.Any(setting => setting.Key == key);
            var path = Path.GetFullPath(given, isSet ? directory : Path.GetDirectoryName(file)!);
            text.Append(new Setting(key, path));
            if (Problem(path, must) is { } problem)
                problems.Add(new TopologyProblem(key, problem));
        }
    }

    private static string? Problem(string path, PathRequirement must)
    {
        try
        {
            return must switch
            {
                PathRequirement.Exist => ProblemOfInput(path),
                PathRequirement.BeWritable => ProblemOfOutput(path),
                _ => null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"cannot be {(must == PathRequirement.Exist ? "read" : "written")}: path={path} error={e.Message}";
        }
    }

    private static string? ProblemOfInput(string path)
    {
        if (Directory.Exists(path))
        {
            using var entries = Directory.EnumerateFileSystemEntries(path).GetEnumerator();
            entries.MoveNext();
            return null;
        }
        if (!File.Exists(path))
            return $"there is no such file or folder: path={path}";
        using var file = File.OpenRead(path);
        return null;
    }

    private static string? ProblemOfOutput(string path)
    {
        if (Directory.Exists(path))
            return $"must be a file, but is a folder: path={path}";
        // A result is written beside and renamed, which would put a file in the place of a device.
        if (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
            return $"must be a file, but is a device, or would be beside devices: path={path}";
        var folder = Path.GetDirectoryName(path) ?? "/";
        if (!Directory.Exists(folder))
            return $"there is no such folder to write into: path={path} folder={folder}";
        // Results are written beside and renamed, so it is the folder that must be writable.
        var probe = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}");
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
        return null;
    }

    /// <summary>What a job needs of a path.</summary>
    private enum PathRequirement
    {
        Nothing,
        Exist,
        BeWritable,
    }
}
