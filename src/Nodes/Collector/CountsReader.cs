using ActorIpc.Channels;
using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using Akka.Actor;

namespace ActorIpc.Nodes.Collector;

/// <summary>
/// Hands what one counter counted to the collector's actor, each with how it is acknowledged. Nothing bounds it here: the counter's end keeps what is not acknowledged, and takes no more
/// than its own bounds allow.
/// </summary>
internal static class CountsReader
{
    private static readonly IpcChannelOptions<ChunkCounted> Options = new()
    {
        OnPeerDown = OnPeerDown.Resume,
        // A counter that is killed comes back under its name; how often it may is the supervisor's to judge.
        WaitForPeer = TimeSpan.FromDays(20),
        Acknowledgement = Acknowledgement.Explicit,
        MaxItem = WordCountProtocol.LongestItem,
    };

    /// <summary>Reads until this node stops. What ends the channel before fails the job.</summary>
    /// <param name="node">The node.</param>
    /// <param name="counter">The counter.</param>
    /// <param name="collector">Gets an <see cref="Arrival"/> for each chunk.</param>
    public static async Task ReadAsync(Node node, NodeName counter, IActorRef collector)
    {
        try
        {
            var reader = await node.OpenReaderAsync(WordCountProtocol.CountsChannel, counter.Value, Options, node.Stopping).ConfigureAwait(false);
            await foreach (var counted in reader.ReadAllAsync().ConfigureAwait(false))
            {
                var mark = reader.Mark;
                collector.Tell(new Arrival(counted, () => reader.Acknowledge(mark)));
            }
        }
        catch (Exception) when (node.Stopping.IsCancellationRequested)
        {
            // This node has left its channels.
        }
        catch (Exception e)
        {
            node.FailJob($"collector: {e.Message}");
        }
    }
}
