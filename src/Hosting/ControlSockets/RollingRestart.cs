using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.ControlSockets;

/// <summary>
/// Restarts nodes one after the other, each only while all the others are Ready, so that never more than one is down because of it. Ends, and says where it stands, when one
/// is not Ready in its time or will not be Ready by itself.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="events">What happens under it.</param>
/// <param name="nodes">The nodes, in the order in which they are restarted.</param>
internal sealed class RollingRestart(INodeHost host, HostEventStream events, IReadOnlyList<NodeName> nodes)
{
    /// <summary>How long each node may take, stop and start together, unless a request says.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private const int Failed = 1;
    private const int TimedOut = 5;

    private int _restarted; // how many are over and done with
    private NodeName? _current; // the one that is being restarted; null between two

    /// <summary>Rolls.</summary>
    /// <param name="timeout">How long each node may take.</param>
    /// <param name="said">Told of each node that is Ready again.</param>
    /// <param name="cancellation">Ends the roll; the node it is at is restarted all the same.</param>
    /// <returns>The last line of the answer.</returns>
    public async Task<ControlReply> RunAsync(TimeSpan timeout, Func<string, Task> said, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var changes = events.Subscribe(entry => entry is NodeEvent and not (NodeOutput or JobProgressed), bound.Token).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            foreach (var node in nodes)
            {
                bound.CancelAfter(timeout);
                if (await AwaitReadyAsync(nodes.Where(other => other != node), changes).ConfigureAwait(false) is { } problem)
                    return Stopped(Failed, problem);
                _current = node;
                await host.RestartNodeAsync(node).ConfigureAwait(false);
                if (await AwaitReadyAsync(nodes, changes).ConfigureAwait(false) is { } failure)
                    return Stopped(Failed, failure);
                _current = null;
                _restarted++;
                await said($"{node} is ready, {_restarted} of {nodes.Count}").ConfigureAwait(false);
            }
            return ControlReply.Done;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var late = (await StatesAsync().ConfigureAwait(false)).Where(node => node.State != NodeState.Ready).Select(node => $"{node.Name} is {Word(node.State)}");
            return Stopped(TimedOut, $"not ready within {timeout.TotalSeconds:0.###} s: {string.Join(", ", late)}");
        }
        finally
        {
            await bound.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits until nodes are Ready.</summary>
    /// <returns>Null, or why that will not come by itself.</returns>
    private async Task<string?> AwaitReadyAsync(IEnumerable<NodeName> wanted, IAsyncEnumerator<HostEvent> changes)
    {
        HashSet<NodeName> names = [.. wanted];
        while (true)
        {
            var states = (await StatesAsync().ConfigureAwait(false)).Where(node => names.Contains(node.Name)).ToArray();
            if (names.FirstOrDefault(name => states.All(node => node.Name != name)) is { Value.Length: > 0 } gone)
                return $"{gone} is gone";
            if (states.FirstOrDefault(node => node.State is NodeState.Stopped or NodeState.Completed or NodeState.Failed) is { } ended)
                return $"{ended.Name} is {Word(ended.State)}";
            if (states.All(node => node.State == NodeState.Ready))
                return null;
            if (!await changes.MoveNextAsync().ConfigureAwait(false))
                return "the host has ended";
        }
    }

    private async Task<IEnumerable<NodeSnapshot>> StatesAsync() => TreeNames.Nodes(await host.TreeAsync().ConfigureAwait(false)).Where(node => nodes.Contains(node.Name));

    private ControlReply Stopped(int exitCode, string problem)
    {
        var left = nodes.Skip(_restarted + (_current is null ? 0 : 1)).ToArray();
        var stands = $"{_restarted} of {nodes.Count} restarted" + (_current is { } current ? $", {current} under way" : "")
            + (left.Length > 0 ? $", not touched: {string.Join(' ', left)}" : "");
        return ControlReply.Refused(exitCode, $"{problem}; {stands}");
    }

    private static string Word(NodeState state) => state.ToString().ToLowerInvariant();
}
