using System.Diagnostics;
using System.Globalization;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Hosting.Processes;

/// <summary>
/// Stops lives step by step: a message to the node's control actor, SIGTERM at half of its time, SIGKILL to its group at the end of it.
/// Confined to the supervisor actor.
/// </summary>
/// <param name="timers">The supervisor actor's timers.</param>
/// <param name="self">The supervisor actor, which gets the <see cref="StopStep"/>s.</param>
internal sealed class StopLadder(IWithTimers timers, IActorRef self)
{
    /// <summary>When a node whose time is unlimited gets SIGTERM.</summary>
    private static readonly TimeSpan PatienceOfInfinite = TimeSpan.FromSeconds(5);

    private readonly Dictionary<NodeRun, Stopping> _stopping = [];

    /// <summary>Begins to stop a life, or goes on more harshly.</summary>
    /// <param name="run">The life.</param>
    /// <param name="shutdown">How.</param>
    /// <param name="reason">Why, for the node's log.</param>
    public void Begin(NodeRun run, ShutdownPolicy shutdown, string reason)
    {
        run.AskToStop();
        _stopping[run] = new Stopping(Stopwatch.GetTimestamp(), shutdown.Deadline);
        if (run.Process is null)
            return; // Spawned goes on when there is something to stop.
        if (shutdown.Deadline == TimeSpan.Zero)
        {
            run.Process.Kill();
            return;
        }
        var deadline = shutdown.Deadline ?? Timeout.InfiniteTimeSpan;
        // A node that is not adopted yet has no control actor to ask.
        if (run.Control is { } control)
            control.Tell(new Stop(deadline, reason), self);
        else
            run.Process.Signal(ProcessSignals.Terminate);
        timers.Timers.StartSingleTimer((run, false), new StopStep(run, Kill: false), shutdown.Deadline / 2 ?? PatienceOfInfinite);
        if (shutdown.Deadline is { } bound)
            timers.Timers.StartSingleTimer((run, true), new StopStep(run, Kill: true), bound);
    }

    /// <summary>The process of a life exists now; when it was asked to stop before that, it has nothing to finish.</summary>
    /// <param name="run">The life.</param>
    public void Spawned(NodeRun run)
    {
        if (_stopping.ContainsKey(run))
            run.Process!.Kill();
    }

    /// <summary>Carries out a step.</summary>
    /// <param name="step">The step.</param>
    public void Take(StopStep step)
    {
        if (!_stopping.ContainsKey(step.Run))
            return;
        if (step.Kill)
            step.Run.Process!.Kill();
        else
            step.Run.Process!.Signal(ProcessSignals.Terminate);
    }

    /// <summary>A life has ended.</summary>
    /// <param name="run">The life.</param>
    public void Forget(NodeRun run)
    {
        if (!_stopping.Remove(run))
            return;
        timers.Timers.Cancel((run, false));
        timers.Timers.Cancel((run, true));
    }

    /// <summary>For whom a stop waits, such as <c>pricing (SIGKILL in 0.8 s)</c>.</summary>
    public List<string> Waiting() => [.. _stopping.OrderBy(item => item.Key.Name).Select(item => item.Value.Remaining is { } remaining
        ? string.Create(CultureInfo.InvariantCulture, $"{item.Key.Name} (SIGKILL in {remaining.TotalSeconds:0.0} s)")
        : $"{item.Key.Name} (without limit)")];

    /// <summary>A life that is being stopped.</summary>
    /// <param name="Since">Since when, as a <see cref="Stopwatch"/> time stamp.</param>
    /// <param name="Deadline">How long it has; null for no limit.</param>
    private sealed record Stopping(long Since, TimeSpan? Deadline)
    {
        /// <summary>How long it still has, not below zero; null for no limit.</summary>
        public TimeSpan? Remaining
        {
            get
            {
                var left = Deadline - Stopwatch.GetElapsedTime(Since);
                return left < TimeSpan.Zero ? TimeSpan.Zero : left;
            }
        }
    }
}
