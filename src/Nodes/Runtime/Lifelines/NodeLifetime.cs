using ActorIpc.Messages;
using ActorIpc.Nodes.Interop;
using Akka.Actor;

namespace ActorIpc.Nodes.Lifelines;

/// <summary>
/// How a node's process ends. Whoever asks first decides the exit code; everything afterwards is one shutdown, by Akka's CoordinatedShutdown,
/// however many ask for it.
/// </summary>
internal sealed class NodeLifetime
{
    /// <summary>How long a node whose host is gone may take to end in order; then its whole process group is killed.</summary>
    public static readonly TimeSpan OrphanDeadline = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private ActorSystem? _system; // null exactly until Govern
    private int? _exitCode; // null exactly until Begin

    /// <summary>Completes with the process's exit code when the actor system has ended.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Cancelled when the node begins to stop.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Why the process ends; empty until <see cref="Begin"/>.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The actor system to shut down in the end.</summary>
    /// <param name="system">The node's system.</param>
    public void Govern(ActorSystem system)
    {
        lock (_gate)
        {
            _system = system;
            if (_exitCode is null)
                return;
        }
        _ = ShutDownAsync(system, "stopped while starting");
    }

    /// <summary>Begins the shutdown; later calls change nothing.</summary>
    /// <param name="exitCode">The process's exit code, one of <see cref="NodeExitCode"/> or 128 + a signal.</param>
    /// <param name="reason">Why, for the log.</param>
    public void Begin(int exitCode, string reason)
    {
        ActorSystem? system;
        lock (_gate)
        {
            if (_exitCode is not null)
                return;
            _exitCode = exitCode;
            Reason = reason;
            system = _system;
        }
        // Why it cannot start is said at the very end.
        if (exitCode is not (NodeExitCode.Normal or NodeExitCode.CannotStart))
            Console.Error.WriteLine($"stopping: {reason}");
        _stopping.Cancel();
        if (system is null)
            _exited.TrySetResult(exitCode);
        else
            _ = ShutDownAsync(system, reason);
    }

    /// <summary>The host is gone: ends in order as long as <see cref="OrphanDeadline"/> allows, then kills the group, grandchildren included. Blocks.</summary>
    public void BeginOrphaned()
    {
        Begin(NodeExitCode.LifelineLost, "the host is gone");
        _exited.Task.Wait(OrphanDeadline);
        ProcessGroup.Kill();
    }

    private async Task ShutDownAsync(ActorSystem system, string reason)
    {
        try
        {
            await CoordinatedShutdown.Get(system).Run(new NodeStopReason(_exitCode ?? NodeExitCode.Crashed, reason)).ConfigureAwait(false);
            await system.WhenTerminated.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A failed phase must not keep the process: it has been asked to end.
            await Console.Error.WriteLineAsync($"shutdown failed: {e}").ConfigureAwait(false);
        }
        _exited.TrySetResult(_exitCode ?? NodeExitCode.Crashed);
    }

    /// <summary>Why a node's actor system was shut down, as Akka's CoordinatedShutdown wants it.</summary>
    private sealed class NodeStopReason(int exitCode, string text) : CoordinatedShutdown.Reason
    {
        public override int ExitCode => exitCode;

        public override string ToString() => text;
    }
}
