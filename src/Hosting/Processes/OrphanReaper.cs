using System.Runtime.InteropServices;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Processes;

/// <summary>
/// What an init process owes its children: in a container the host is process 1, which inherits every process whose parent dies, and has to reap them when they end. The runtime
/// reaps what this program has started itself, at once; so a child that is dead and still there a whole look later is an inherited one.
/// </summary>
internal sealed class OrphanReaper : IDisposable
{
    private const int DoNotWait = 1; // WNOHANG
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Timer _timer;
    private HashSet<ProcessIdentity> _seen = [];

    private OrphanReaper() => _timer = new Timer(_ => Look(), null, Interval, Interval);

    /// <summary>Begins to reap; null where this process is not process 1.</summary>
    public static OrphanReaper? Start() => OperatingSystem.IsLinux() && Environment.ProcessId == 1 ? new OrphanReaper() : null;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var dead = ProcessTable.ZombiesOf(Environment.ProcessId).ToHashSet();
        foreach (var orphan in dead.Where(_seen.Contains))
            _ = WaitFor(orphan.Pid, 0, DoNotWait);
        _seen = dead;
    }

    [DllImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static extern int WaitFor(int pid, nint status, int options);
}
