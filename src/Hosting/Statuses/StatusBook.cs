using System.Diagnostics;
using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Standbys;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Remoting.Transports;

namespace ActorIpc.Hosting.Statuses;

/// <summary>Puts together what <c>ps</c> shows, from the supervision tree, the processes and what nodes reported. Confined to the supervisor actor.</summary>
/// <param name="topology">What the host runs at first.</param>
/// <param name="program">What the host calls itself.</param>
/// <param name="links">The links of the host.</param>
internal sealed class StatusBook(Topology topology, string program, SystemLinks links)
{
    /// <summary>How many pings without an answer make what a node said of its lanes old.</summary>
    private const int UnheardPings = 2;

    /// <summary>What the host runs now.</summary>
    public Topology Topology { get; set; } = topology;

    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private readonly Dictionary<NodeName, ProgressReported> _progress = [];
    private readonly ProcessorUse _processorUse = new();

    /// <summary>A node reported progress.</summary>
    /// <param name="progress">The report.</param>
    public void Progress(ProgressReported progress) => _progress[progress.Name] = progress;

    /// <summary>What is so now.</summary>
    /// <param name="tree">The supervision tree.</param>
    /// <param name="registry">The book of nodes.</param>
    /// <param name="standbys">The standbys.</param>
    /// <param name="stops">What is being stopped.</param>
    public HostStatus Take(SupervisorSnapshot tree, NodeRegistry registry, StandbyKeeper standbys, StopLadder stops)
    {
        var nodes = Nodes(tree, []).Select(line => Take(line.Node, line.Above, registry)).ToList();
        return new HostStatus(
            program,
            Topology.Name,
            Topology.SourcePath,
            Topology.RunId,
            tree.State == NodeState.Stopping ? "stopping" : "running",
            Environment.ProcessId,
            _startedAt,
            _processorUse.PercentSinceLastLook(Environment.ProcessId),
            ProcessTable.ResidentBytes(Environment.ProcessId),
            stops.Waiting(),
            [.. Supervisors(tree, [])],
            nodes,
            [.. _progress.Values.Select(report => new ProgressStatus(report.Name.Value, report.Done, report.Total, report.Unit, report.Note))],
            [.. Standbys(tree).Select(standby => Take(standby, standbys.Find(standby.Number)))]);
    }

    private NodeStatus Take(NodeSnapshot node, IReadOnlyList<string> above, NodeRegistry registry)
    {
        var run = registry.Find(node.Name);
        var pid = run?.Process?.Identity.Pid;
        var now = Stopwatch.GetElapsedTime(0);
        var isHeard = run?.Pulse.Missed <= UnheardPings; // what it said before a silence says nothing of now
        return new NodeStatus(
            node.Name.Value,
            node.Spec.Name.Value,
            above,
            node.State,
            node.Incarnation,
            pid,
            run?.Address,
            run?.Address is { } address ? links.CarrierOf(address) : null,
            run?.Pulse.SinceAnswer?.TotalSeconds,
            (now - node.ReadySince)?.TotalSeconds,
            node.RestartsInWindow,
            node.Intensity ?? 0,
            node.Period?.TotalSeconds ?? 0,
            (node.RetryDue - now)?.TotalSeconds,
            pid is { } p ? _processorUse.PercentSinceLastLook(p) : null,
            pid is { } q ? ProcessTable.ResidentBytes(q) : null,
            Note(node),
            isHeard ? run?.Lanes.InPerSecond : null,
            isHeard ? run?.Lanes.OutPerSecond : null,
            run?.Lanes.Report is { } lanes ? new LaneStatus(lanes.OpenOut, lanes.OpenIn, lanes.Sent, lanes.Received, lanes.Overflowed, lanes.Waits, lanes.Fallbacks) : null);
    }

    private StandbyStatus Take(StandbySnapshot standby, StandbyRun? run)
    {
        var pid = run?.Process?.Identity.Pid;
        return new StandbyStatus(
            standby.Child.Value,
            standby.Number,
            run is { StopAsked: true } ? "stopping" : standby.IsReady ? "standby" : "starting",
            pid,
            run?.Hello?.Address,
            run?.Pulse.SinceAnswer?.TotalSeconds,
            (Stopwatch.GetElapsedTime(0) - standby.ReadySince)?.TotalSeconds,
            pid is { } p ? _processorUse.PercentSinceLastLook(p) : null,
            pid is { } q ? ProcessTable.ResidentBytes(q) : null);
    }

    private static IEnumerable<StandbySnapshot> Standbys(SupervisorSnapshot supervisor) =>
        supervisor.Standbys.Concat(supervisor.Children.OfType<SupervisorSnapshot>().SelectMany(Standbys));

    private static string Note(NodeSnapshot node)
    {
        if (node.WaitsFor.Count > 0)
            return $"waiting for {string.Join(", ", node.WaitsFor)} (ready)";
        return node.State is NodeState.Backoff or NodeState.Failed or NodeState.Starting && node.LastExit is { } exit ? exit.ToString() : "";
    }

    private static IEnumerable<SupervisorStatus> Supervisors(SupervisorSnapshot supervisor, IReadOnlyList<string> above) =>
        supervisor.Children.OfType<SupervisorSnapshot>()
            .SelectMany(nested => Supervisors(nested, [.. above, supervisor.Name.Value]))
            .Prepend(new SupervisorStatus(
                supervisor.Name.Value, above, supervisor.State, supervisor.Restarts, supervisor.Spec.Intensity, supervisor.Spec.Period.TotalSeconds));

    private static IEnumerable<(NodeSnapshot Node, IReadOnlyList<string> Above)> Nodes(TreeSnapshot tree, IReadOnlyList<string> above) => tree switch
    {
        NodeSnapshot node => [(node, above)],
        SupervisorSnapshot supervisor => supervisor.Children.SelectMany(child => Nodes(child, [.. above, supervisor.Name.Value])),
        _ => throw new UnreachableException("a tree consists of nodes and supervisors"),
    };
}
