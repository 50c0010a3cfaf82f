using System.Globalization;

namespace ActorIpc.Messages.Control;

/// <summary>
/// Names one process for good: pids are used again, and <see cref="System.Diagnostics.Process.StartTime"/> differs by milliseconds between readers,
/// so a process is the boot it lives in, its pid and its start stamp (proc(5): <c>/proc/PID/stat</c> field 22, in raw clock ticks since boot).
/// </summary>
/// <param name="BootId">The kernel's <c>/proc/sys/kernel/random/boot_id</c>; empty where there is no procfs.</param>
/// <param name="Pid">The process id.</param>
/// <param name="StartStamp">The start stamp in clock ticks; 0 where there is no procfs.</param>
public readonly record struct ProcessIdentity(string BootId, int Pid, long StartStamp)
{
    private const int StateField = 3;
    private const int ParentField = 4;
    private const int GroupField = 5;
    private const int StartStampField = 22;

    /// <summary>The boot the machine is in; empty where there is no procfs.</summary>
    public static string CurrentBootId { get; } = ReadFirstLine("/proc/sys/kernel/random/boot_id") ?? "";

    /// <summary>This process.</summary>
    public static ProcessIdentity Current => new(CurrentBootId, Environment.ProcessId, StartStampOf(Environment.ProcessId) ?? 0);

    /// <summary>True when the very process this names still exists, be it only as a zombie nobody has reaped yet.</summary>
    public bool Exists => BootId == CurrentBootId && StartStampOf(Pid) == StartStamp;

    /// <summary>The start stamp of the process that now bears a pid, in clock ticks; null when there is none.</summary>
    /// <param name="pid">The process id to look at.</param>
    public static long? StartStampOf(int pid) =>
        Field(pid, StartStampField) is { } text && long.TryParse(text, CultureInfo.InvariantCulture, out var ticks) ? ticks : null;

    /// <summary>The process group of the process that now bears a pid; null when there is none or when it is a zombie.</summary>
    /// <param name="pid">The process id to look at.</param>
    public static int? GroupOf(int pid) =>
        Field(pid, StateField) is { } state and not "Z" and not "X"
        && int.TryParse(Field(pid, GroupField), CultureInfo.InvariantCulture, out var group) ? group : null;

    /// <summary>The parent of the zombie that now bears a pid; null when there is none or when it is alive.</summary>
    /// <param name="pid">The process id to look at.</param>
    public static int? ParentOfZombie(int pid) =>
        Field(pid, StateField) is "Z" && int.TryParse(Field(pid, ParentField), CultureInfo.InvariantCulture, out var parent) ? parent : null;

    /// <summary>A field of <c>/proc/PID/stat</c>, counted from 1 as proc(5) does; null when the process is gone. Only fields after the second (the name) are read.</summary>
    private static string? Field(int pid, int number)
    {
        if (ReadFirstLine($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat") is not { } line)
            return null;
        // The second field is the program's name in parentheses and may itself contain spaces and parentheses.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return number - StateField < fields.Length ? fields[number - StateField] : null;
    }

    private static string? ReadFirstLine(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return reader.ReadLine();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // The process ended between two looks, or there is no procfs: both mean "nothing known".
        }
    }
}
