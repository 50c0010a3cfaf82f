using System.Globalization;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Processes;

/// <summary>What procfs says of the processes of this machine.</summary>
internal static class ProcessTable
{
    private static readonly long PageSize = Environment.SystemPageSize;

    /// <summary>The pids of the running processes of a group; zombies are left out.</summary>
    /// <param name="group">The group's id.</param>
    public static IEnumerable<int> MembersOf(int group) => Pids().Where(pid => ProcessIdentity.GroupOf(pid) == group);

    /// <summary>The children of a process that have ended and that it has not reaped.</summary>
    /// <param name="parent">The process.</param>
    public static IEnumerable<ProcessIdentity> ZombiesOf(int parent) => Pids()
        .Where(pid => ProcessIdentity.ParentOfZombie(pid) == parent)
        .Select(pid => new ProcessIdentity(ProcessIdentity.CurrentBootId, pid, ProcessIdentity.StartStampOf(pid) ?? 0));

    /// <summary>The resident memory of a process in bytes; null when it is gone.</summary>
    /// <param name="pid">The process.</param>
    public static long? ResidentBytes(int pid)
    {
        var fields = ReadFields(pid, "statm");
        return fields.Length > 1 && long.TryParse(fields[1], CultureInfo.InvariantCulture, out var pages) ? pages * PageSize : null;
    }

    /// <summary>The processor time a process has used, user and system; null when it is gone.</summary>
    /// <param name="pid">The process.</param>
    public static TimeSpan? ProcessorTime(int pid)
    {
        // Fields 14 and 15 of /proc/PID/stat in ticks of 10 ms (USER_HZ is 100 on every Linux architecture .NET runs on).
        var text = ReadText(pid, "stat");
        var end = text.LastIndexOf(')');
        if (end < 0)
            return null;
        var fields = text[(end + 2)..].Split(' ');
        return fields.Length > 12
            && long.TryParse(fields[11], CultureInfo.InvariantCulture, out var user)
            && long.TryParse(fields[12], CultureInfo.InvariantCulture, out var system)
            ? TimeSpan.FromMilliseconds((user + system) * 10)
            : null;
    }

    /// <summary>The signal by which the kernel has decided that a process ends, although it may not have taken it down yet; null when it has not, or does not say.</summary>
    /// <param name="process">The process.</param>
    public static int? FatalSignalOf(ProcessIdentity process)
    {
        // Field 52 of /proc/PID/stat, its last: the exit status as waitpid(2) gives it, from the moment it is decided (Linux 5.17). Field 22 is the start stamp; the first after the name is 3.
        const int ExitStatus = 52 - 3;
        const int StartStamp = 22 - 3;
        const int Stopped = 0x7F; // it was stopped, and lives
        var text = ReadText(process.Pid, "stat");
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Length > ExitStatus
            && long.TryParse(fields[StartStamp], CultureInfo.InvariantCulture, out var startStamp) && startStamp == process.StartStamp
            && int.TryParse(fields[ExitStatus], CultureInfo.InvariantCulture, out var status)
            && (status & 0x7F) is not (0 or Stopped) and var signal
            ? signal
            : null;
    }

    /// <summary>Whether a debugger holds a process (proc(5): TracerPid of <c>/proc/PID/status</c>).</summary>
    /// <param name="pid">The process.</param>
    public static bool IsTraced(int pid)
    {
        const string Field = "TracerPid:";
        var line = ReadText(pid, "status").Split('\n').FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return line is not null && line.AsSpan(Field.Length).Trim() is not "0";
    }

    private static IEnumerable<int> Pids()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), CultureInfo.InvariantCulture, out var pid))
                yield return pid;
        }
    }

    private static string[] ReadFields(int pid, string file) => ReadText(pid, file).Split(' ');

    private static string ReadText(int pid, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // The process ended between two looks.
        }
    }
}
