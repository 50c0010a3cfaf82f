using System.Runtime.InteropServices;

namespace ActorIpc.Nodes.Interop;

/// <summary>The few kernel calls with which a node sees to it that nothing of it outlives its host.</summary>
internal static class ProcessGroup
{
    private const int SetParentDeathSignal = 1; // PR_SET_PDEATHSIG of prctl(2)
    private const int SignalKill = 9;
    private const int SignalTerminate = 15;

    /// <summary>
    /// Makes this process the leader of a group of its own and asks the kernel for SIGTERM when the host's spawning thread ends.
    /// </summary>
    /// <param name="hostPid">The pid of the host, which must be this process's parent.</param>
    /// <returns>False when the host has already died, perhaps before the signal was asked for.</returns>
    public static bool TryEnter(int hostPid)
    {
        if (OperatingSystem.IsWindows())
            return true; // No groups there: a host on Windows would need a job object, see docs/node-lifecycle.md.
        // EPERM means that this process already leads a session, and so a group of its own.
        _ = SetProcessGroup(0, 0);
        if (OperatingSystem.IsLinux())
            _ = ProcessControl(SetParentDeathSignal, SignalTerminate, 0, 0, 0);
        return ParentIs(hostPid);
    }

    /// <summary>True while the parent is the host; a process whose parent died belongs to another one at once.</summary>
    /// <param name="hostPid">The host's pid.</param>
    public static bool ParentIs(int hostPid) => OperatingSystem.IsWindows() || GetParentProcessId() == hostPid;

    /// <summary>Ends the whole group, this process included; does not return where there are process groups.</summary>
    public static void Kill()
    {
        if (!OperatingSystem.IsWindows())
            _ = SendSignal(0, SignalKill);
    }

    [DllImport("libc", EntryPoint = "setpgid")]
    private static extern int SetProcessGroup(int pid, int group);

    [DllImport("libc", EntryPoint = "prctl")]
    private static extern int ProcessControl(int option, nint argument2, nint argument3, nint argument4, nint argument5);

    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int GetParentProcessId();

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);
}
