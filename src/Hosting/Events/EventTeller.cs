using System.Diagnostics;
using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Standbys;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Remoting.Transports;

namespace ActorIpc.Hosting.Events;

/// <summary>
/// Turns what the supervisor does and sees into events, and remembers of each node's latest ended life what later events say of it. Confined to the
/// supervisor actor.
/// </summary>
/// <param name="events">Where the events go.</param>
/// <param name="links">The links of the host.</param>
internal sealed class EventTeller(HostEventStream events, SystemLinks links)
{
    /// <summary>How many of a dead node's last lines go with the news of its end.</summary>
    private const int LastLines = 20;

    /// <summary>Of how many lives it is known which address they had.</summary>
    private const int KeptLives = 4096;

    private readonly Dictionary<NodeName, EndedLife> _ended = [];
    private readonly Dictionary<string, string> _lives = new(StringComparer.Ordinal); // the lives that were ready, by address
    private readonly Queue<string> _oldest = new(); // their addresses
    private IReadOnlyList<string> _standbyLines = []; // of the standby whose end is being judged

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>A process was started, or a standby takes over.</summary>
    public void Starting(NodeRun run, INodeProcess process) =>
        events.Publish(new NodeStarting(Now, run.Name, run.Incarnation, process.Identity.Pid, run.Standby));

    /// <summary>A process was started to be a standby.</summary>
    public void StandbyStarting(StandbyRun standby, INodeProcess process) =>
        events.Publish(new StandbyStarting(Now, standby.Child, standby.Number, process.Identity.Pid));

    /// <summary>A standby waits for a name.</summary>
    public void StandbyReady(StandbyRun standby) => events.Publish(new StandbyReady(
        Now, standby.Child, standby.Number, standby.Process!.Identity.Pid, Stopwatch.GetElapsedTime(standby.StartedAt)));

    /// <summary>A standby has ended: keeps what <see cref="Down(Supervision.StandbyDown)"/> will say of it.</summary>
    public void Remember(StandbyRun standby) => _standbyLines = standby.Process?.ErrorTail(LastLines) ?? [];

    /// <summary>The supervision tree has taken note of a standby's end.</summary>
    public void Down(Supervision.StandbyDown down) =>
        events.Publish(new StandbyDown(Now, down.Child, down.Number, down.Reason.ToString(), _standbyLines, down.Asked));

    /// <summary>A node has said Ready.</summary>
    public void Ready(NodeRun run)
    {
        Remember(run.Address!, run.Label);
        events.Publish(new NodeReady(
            Now,
            run.Name,
            run.Incarnation,
            run.Process!.Identity.Pid,
            run.Address!,
            links.CarrierOf(run.Address!),
            Stopwatch.GetElapsedTime(run.StartedAt),
            _ended.TryGetValue(run.Name, out var last) ? Stopwatch.GetElapsedTime(last.At) : null));
    }

    /// <summary>A life has ended: keeps what <see cref="Down(Supervision.NodeDown)"/> will say of it.</summary>
    public void Remember(NodeRun run) => _ended[run.Name] =
        new EndedLife(Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(run.StartedAt), run.Process?.ErrorTail(LastLines) ?? []);

    /// <summary>The last lines a node's latest ended life wrote to standard error, oldest first.</summary>
    public IReadOnlyList<string> LastLinesOf(NodeName node) => _ended.GetValueOrDefault(node)?.LastLines ?? [];

    /// <summary>The supervision tree has judged a life's end.</summary>
    public void Down(Supervision.NodeDown down)
    {
        var life = _ended[down.Name];
        events.Publish(new NodeDown(
            Now, down.Name, down.Incarnation, down.Reason.ToString(), ExitCodeOf(down.Reason), life.Lived, life.LastLines, IsExpected(down)));
        if (down.Restart is { } restart)
        {
            events.Publish(new NodeBackoff(
                Now, down.Name, down.Incarnation, restart.Delay, restart.Count, restart.Intensity, restart.Period));
        }
    }

    /// <summary>A node is asked to stop.</summary>
    public void Stopping(StopNode stop) => events.Publish(new NodeStopping(Now, stop.Name, stop.Incarnation));

    /// <summary>A node is not started again.</summary>
    public void Ended(NodeStateChanged changed) => events.Publish(new NodeEnded(Now, changed.Name, changed.Incarnation, changed.State));

    /// <summary>A node does not answer.</summary>
    public void Hung(NodeRun run) => events.Publish(new NodeHung(Now, run.Name, run.Incarnation, run.Pulse.Silence));

    /// <summary>A node says what has happened to one of its lanes.</summary>
    public void LaneChanged(NodeRun run, LaneChange change) => events.Publish(new NodeLaneChanged(
        change.Time, run.Name, run.Incarnation, change.Kind, _lives.GetValueOrDefault(change.Peer, change.Peer), change.Reason));

    /// <summary>A supervisor gave up.</summary>
    public void Escalated(Escalated escalated) => events.Publish(new SupervisorEscalated(
        Now, escalated.Outcome.Offender, escalated.Outcome.Incarnation, escalated.Name.Value, escalated.Outcome.ToString()));

    /// <summary>A stop takes a while.</summary>
    public void Waiting(IReadOnlyList<string> waiting) => events.Publish(new StopWaiting(Now, waiting));

    /// <summary>A node says how far the job is.</summary>
    public void Progressed(ProgressReported progress) => events.Publish(new JobProgressed(
        Now, progress.Name, progress.Incarnation, progress.Done, progress.Total, progress.Unit, progress.Note));

    private void Remember(string address, string life)
    {
        if (_lives.TryAdd(address, life))
            _oldest.Enqueue(address);
        else
            _lives[address] = life;
        if (_oldest.Count > KeptLives)
            _lives.Remove(_oldest.Dequeue());
    }

    private static bool IsExpected(Supervision.NodeDown down) => down.Asked || down.Reason is ExitReason.ShutDown or ExitReason.Exited { Code: NodeExitCode.Normal };

    private static int? ExitCodeOf(ExitReason reason) => reason switch
    {
        ExitReason.Exited exited => exited.Code,
        ExitReason.Signalled signalled => SignalNames.ExitCodeBase + signalled.Number,
        ExitReason.JobFailed => NodeExitCode.JobFailed,
        _ => null,
    };

    /// <summary>What is remembered of a life that ended.</summary>
    /// <param name="At">When, as a <see cref="Stopwatch"/> time stamp.</param>
    /// <param name="Lived">How long it lived.</param>
    /// <param name="LastLines">The last lines of its standard error, oldest first.</param>
    private sealed record EndedLife(long At, TimeSpan Lived, IReadOnlyList<string> LastLines);
}
