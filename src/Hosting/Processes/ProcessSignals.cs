using System.Runtime.InteropServices;

namespace ActorIpc.Hosting.Processes;

/// <summary>Signals to other processes and their groups (kill(2)).</summary>
internal static class ProcessSignals
{
    /// <summary>SIGKILL: cannot be refused.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM: a node shuts down in order.</summary>
    public const int Terminate = 15;

    private const int NoSuchProcess = 3; // ESRCH

    /// <summary>Sends a signal to a process; false when there is no such process any more.</summary>
    /// <param name="pid">The process; must be a child not yet reaped, or one whose identity has just been checked.</param>
    /// <param name="signal">The signal's number.</param>
    public static bool TrySend(int pid, int signal) => SendSignal(pid, signal) == 0;

    /// <summary>Sends a signal to every process of a group; false when the group is empty.</summary>
    /// <param name="group">The group's id, which is its first leader's pid.</param>
    /// <param name="signal">The signal's number.</param>
    public static bool TrySendToGroup(int group, int signal) => SendSignal(-group, signal) == 0;

    /// <summary>True when no process of a group runs any more; zombies, which nobody can end, do not count.</summary>
    /// <param name="group">The group's id.</param>
    public static bool GroupIsEmpty(int group) =>
        (SendSignal(-group, 0) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess) || !ProcessTable.MembersOf(group).Any();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int pid, int signal);
}
