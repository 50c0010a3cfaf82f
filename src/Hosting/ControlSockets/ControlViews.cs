using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>Shows commands what they want to see of a running host, now or from now on.</summary>
/// <param name="host">The host.</param>
/// <param name="events">What happens under it.</param>
/// <param name="treeEnded">Completes when nothing of the tree is alive.</param>
internal sealed class ControlViews(INodeHost host, HostEventStream events, Task treeEnded)
{
    private const int Failed = 1;
    private const int Usage = 2;
    private const int NoHost = 3;
    private const int TimedOut = 5;
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromSeconds(1);

    /// <summary>A snapshot, or one a second.</summary>
    public async Task<ControlReply> PsAsync(ControlRequest request, Func<ControlReply, Task> say, CancellationToken cancellation)
    {
        while (request.Follow && !treeEnded.IsCompleted)
        {
            await say(ControlReply.Part with { Snapshot = await host.StatusAsync().ConfigureAwait(false) }).ConfigureAwait(false);
            await Task.WhenAny(treeEnded, Task.Delay(SnapshotInterval, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
        return request.Follow ? ControlReply.Done : ControlReply.Done with { Snapshot = await host.StatusAsync().ConfigureAwait(false) };
    }

    /// <summary>What has happened, and what happens until the host ends.</summary>
    public async Task<ControlReply> EventsAsync(ControlRequest request, Func<ControlReply, Task> say, CancellationToken cancellation)
    {
        var isWanted = await WantedAsync(request).ConfigureAwait(false);
        bool IsTold(HostEvent entry) => entry switch
        {
            NodeOutput or JobProgressed => false,
            NodeEvent node => isWanted(node.Node),
            StandbyEvent standby => isWanted(standby.Child),
            _ => request.Nodes.Count == 0,
        };
        List<HostEvent> Past(HostHistory history) => [.. history.Events.Where(IsTold).TakeLast(request.Lines ?? int.MaxValue)];
        return await TellAsync(request, Past, IsTold, entry => say(ControlReply.Part with { Event = EventLine.Of(entry) }), cancellation).ConfigureAwait(false);
    }

    /// <summary>What nodes have written, and what they write until the host ends.</summary>
    public async Task<ControlReply> LogsAsync(ControlRequest request, Func<ControlReply, Task> say, CancellationToken cancellation)
    {
        if (request is { Follow: true, Previous: true })
            return ControlReply.Refused(Usage, "a life that is over writes no more: follow and previous exclude each other");
        var isWanted = await WantedAsync(request).ConfigureAwait(false);
        bool IsTold(HostEvent entry) => entry is NodeOutput output && isWanted(output.Node);
        IReadOnlyList<HostEvent> Past(HostHistory history) => history.Logs.Latest(isWanted, request.Previous, request.Lines ?? int.MaxValue);
        return await TellAsync(request, Past, IsTold, TellLineAsync, cancellation).ConfigureAwait(false);

        Task TellLineAsync(HostEvent entry) => say(entry is NodeOutput output
            ? ControlReply.Part with { Log = LogLine.Of(output) }
            : ControlReply.Part with { Event = EventLine.Of(entry) }); // The news that this reader has lost lines.
    }

    /// <summary>Waits until all nodes named are ready, or are stopped.</summary>
    public async Task<ControlReply> WaitAsync(ControlRequest request, CancellationToken cancellation)
    {
        if (request.Until is not ("ready" or "stopped"))
            return ControlReply.Refused(Usage, $"one waits for ready or stopped: for={request.Until}");
        if (request.Nodes.Count == 0)
            return ControlReply.Refused(Usage, "wait names at least one node");
        await TargetsAsync(request).ConfigureAwait(false);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (request.TimeoutSeconds is { } seconds)
            bound.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            var coming = events.Subscribe(entry => entry is NodeEvent and not (NodeOutput or JobProgressed), bound.Token);
            if (await JudgeAsync(request).ConfigureAwait(false) is { } now)
                return now;
            await foreach (var _ in coming.ConfigureAwait(false))
            {
                if (await JudgeAsync(request).ConfigureAwait(false) is { } then)
                    return then;
            }
            return request.Until == "stopped" ? ControlReply.Done : ControlReply.Refused(NoHost, "the host has ended");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var others = (await NodesAsync(request).ConfigureAwait(false)).Where(node => !Is(node, request.Until)).Select(node => $"{node.Name} is {Word(node.State)}");
            return ControlReply.Refused(TimedOut, $"not {request.Until} in time: {string.Join(", ", others)}");
        }
        finally
        {
            await bound.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The names a request gives, each of which stands for something.</summary>
    /// <exception cref="NoSuchNodeException">There is nothing of a name.</exception>
    public async Task<IReadOnlyList<NodeName>> TargetsAsync(ControlRequest request)
    {
        var tree = await host.TreeAsync().ConfigureAwait(false);
        return [.. request.Nodes.Select(text => NodeName.TryParse(text, out var name, out _) && TreeNames.Find(tree, name) is not null ? name : throw Unknown(text, tree))];
    }

    private static NoSuchNodeException Unknown(string name, SupervisorSnapshot tree) =>
        new($"there is no such node: name={name} nodes={string.Join(',', TreeNames.Nodes(tree).Select(node => node.Name))}");

    /// <summary>Tells what is kept and, if that is wanted, all that comes after it.</summary>
    private async Task<ControlReply> TellAsync(
        ControlRequest request, Func<HostHistory, IReadOnlyList<HostEvent>> look, Func<HostEvent, bool> isTold, Func<HostEvent, Task> tell, CancellationToken cancellation)
    {
        if (!request.Follow)
        {
            foreach (var entry in events.Look(look))
                await tell(entry).ConfigureAwait(false);
            return ControlReply.Done;
        }
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var (past, coming) = events.Subscribe(look, isTold, over.Token);
            foreach (var entry in past)
                await tell(entry).ConfigureAwait(false);
            await foreach (var entry in coming.ConfigureAwait(false))
                await tell(entry).ConfigureAwait(false);
            return ControlReply.Done;
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether a node is one that a request is about: also one that comes later, and one that has gone and left lines behind.</summary>
    private async Task<Func<NodeName, bool>> WantedAsync(ControlRequest request)
    {
        if (request.Nodes.Count == 0)
            return _ => true;
        var tree = await host.TreeAsync().ConfigureAwait(false);
        var names = new HashSet<NodeName>();
        var scaled = new HashSet<NodeName>(); // children whose further instances are meant too
        foreach (var text in request.Nodes)
        {
            if (!NodeName.TryParse(text, out var name, out _))
                throw Unknown(text, tree);
            var found = TreeNames.Find(tree, name);
            if (found is null && events.Look(history => history.Logs.Latest(node => node == name, previous: false, lines: 1)).Count == 0)
                throw Unknown(text, tree);
            names.Add(name);
            names.UnionWith(found?.Select(node => node.Name) ?? []);
            names.UnionWith(found?.Select(node => node.Spec.Name) ?? []); // whose standbys are of interest too
            scaled.UnionWith(found?.Where(node => node.Name != name && node.Spec.Instances is not null).Select(node => node.Spec.Name) ?? []);
        }
        return node => names.Contains(node) || scaled.Any(child => IsInstance(node.Value, child.Value));
    }

    private static bool IsInstance(string node, string child) =>
        node.Length > child.Length + 1 && node.StartsWith(child, StringComparison.Ordinal) && node[child.Length] == '-'
        && !node.AsSpan(child.Length + 1).ContainsAnyExceptInRange('0', '9');

    private async Task<IReadOnlyList<NodeSnapshot>> NodesAsync(ControlRequest request)
    {
        var tree = await host.TreeAsync().ConfigureAwait(false);
        return [.. request.Nodes.SelectMany(text => TreeNames.Find(tree, new NodeName(text)) ?? [])];
    }

    /// <summary>The answer when there is one already; null when there is still something to wait for.</summary>
    private async Task<ControlReply?> JudgeAsync(ControlRequest request)
    {
        var nodes = await NodesAsync(request).ConfigureAwait(false);
        if (nodes.All(node => Is(node, request.Until!)))
            return nodes.Count > 0 || request.Until == "stopped" ? ControlReply.Done : ControlReply.Refused(Failed, $"it has gone: name={string.Join(',', request.Nodes)}");
        return request.Until == "ready" && nodes.FirstOrDefault(node => node.State is NodeState.Failed or NodeState.Completed) is { } ended
            ? ControlReply.Refused(Failed, $"it does not become ready by itself: name={ended.Name} state={Word(ended.State)} last end={ended.LastExit}")
            : null;
    }

    private static bool Is(NodeSnapshot node, string what) => what == "ready"
        ? node.State == NodeState.Ready
        : node.State is NodeState.Stopped or NodeState.Completed or NodeState.Failed;

    private static string Word(NodeState state) => state.ToString().ToLowerInvariant();
}
