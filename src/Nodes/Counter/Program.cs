using ActorIpc.Channels;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes;
using ActorIpc.Nodes.Counter;

// What a counter goes on with while the source is away.
const int ReaderBuffer = 4 * 1024 * 1024;

return await NodeProgram.RunAsync(args, node =>
{
    var runId = node.Config.GetString(WordCountProtocol.RunIdKey);
    if (string.IsNullOrEmpty(runId))
    {
        node.FailJob($"counter needs a run id: {WordCountProtocol.RunIdKey}={runId}");
        return;
    }
    // Source and collector come back when they are killed; how often they may is the supervisor's to judge.
    var wait = TimeSpan.FromDays(20);
    var chunks = node.OpenReader(WordCountProtocol.ChunksChannel, new IpcChannelOptions<CountChunk>
    {
        OnPeerDown = OnPeerDown.Resume,
        WaitForPeer = wait,
        Acknowledgement = Acknowledgement.Explicit,
        MaxItem = WordCountProtocol.LongestItem,
        ReaderBuffer = ReaderBuffer,
    });
    var counts = node.OpenWriter(WordCountProtocol.CountsChannel, new IpcChannelOptions<ChunkCounted>
    {
        OnPeerDown = OnPeerDown.Resume,
        WaitForPeer = wait,
        MaxItem = WordCountProtocol.LongestItem,
    });
    _ = CountAsync(node, new CountingRelay(runId, chunks, counts));
});

static async Task CountAsync(Node node, CountingRelay relay)
{
    try
    {
        await relay.RunAsync();
    }
    catch (Exception) when (node.Stopping.IsCancellationRequested)
    {
        // This node has left its channels.
    }
    catch (Exception e)
    {
        node.FailJob($"counter: {(e.InnerException ?? e).Message}");
    }
}
