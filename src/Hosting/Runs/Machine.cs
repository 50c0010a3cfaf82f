using System.Globalization;
using ActorIpc.Messages;

namespace ActorIpc.Hosting.Runs;

/// <summary>The doctor's look at the machine: what a host and its nodes need of it.</summary>
internal static class Machine
{
    /// <summary>A Unix socket's path has at most this many bytes (unix(7): sun_path is 108 with its NUL).</summary>
    private const int MaximumSocketPath = 107;

    private const int FewFiles = 1024;
    private const long LittleRoom = 64L << 20;

    /// <summary>The operating system, its limits, and the program's own files.</summary>
    public static IEnumerable<Finding> Examine()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/proc/self/stat"))
        {
            yield return new Finding(FindingLevel.Problem, "system", "there is no procfs: processes are recognised, grouped and measured by it",
                "run hosts on Linux with /proc mounted");
            yield break;
        }
        yield return new Finding(FindingLevel.Ok, "system", string.Create(CultureInfo.InvariantCulture, $"Linux, {Environment.ProcessorCount} processors"));
        if (OpenFileLimit() is { } limit && limit < FewFiles)
        {
            yield return new Finding(FindingLevel.Problem, "open files", string.Create(CultureInfo.InvariantCulture, $"this user may have {limit} at once, a host needs about ten a node"),
                string.Create(CultureInfo.InvariantCulture, $"ulimit -n {FewFiles}"));
        }
        var nodes = Path.Combine(AppContext.BaseDirectory, "nodes");
        yield return Directory.Exists(nodes)
            ? new Finding(FindingLevel.Ok, "nodes folder", nodes)
            : new Finding(FindingLevel.Note, "nodes folder", $"{nodes} is not there: executables must be given by path");
    }

    /// <summary>The runtime directory, which is there and this user's alone.</summary>
    /// <param name="directory">Its path.</param>
    public static IEnumerable<Finding> ExamineDirectory(string directory)
    {
        yield return new Finding(FindingLevel.Ok, "runtime directory", directory);
        var longest = MaximumSocketPath - System.Text.Encoding.UTF8.GetByteCount(HostFiles.SocketOf(directory, ""));
        if (longest < NodeName.MaximumLength)
        {
            yield return new Finding(longest < 1 ? FindingLevel.Problem : FindingLevel.Note, "runtime directory", string.Create(
                CultureInfo.InvariantCulture, $"its path leaves {Math.Max(0, longest)} characters for a topology's name (a socket's path has {MaximumSocketPath} at the most)"),
                "name a shorter one in ACTORIPC_RUNTIME_DIR");
        }
        if (new DriveInfo(directory) is { AvailableFreeSpace: < LittleRoom and var free })
        {
            yield return new Finding(FindingLevel.Problem, "runtime directory", string.Create(
                CultureInfo.InvariantCulture, $"{free >> 20} MiB are left on its file system"), "make room");
        }
    }

    private static long? OpenFileLimit()
    {
        var line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..] && long.TryParse(soft, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;
    }
}
