using ActorIpc.Channels;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes;
using ActorIpc.Nodes.Source;

const string InputKey = "wordcount.input";

return await NodeProgram.RunAsync(args, node =>
{
    var runId = node.Config.GetString(WordCountProtocol.RunIdKey);
    var input = node.Config.GetString(InputKey);
    if (string.IsNullOrEmpty(runId) || string.IsNullOrEmpty(input))
    {
        node.FailJob($"source needs a run id and an input: {WordCountProtocol.RunIdKey}={runId} {InputKey}={input}");
        return;
    }
    // A counter that is killed comes back under its name; how often it may is the supervisor's to judge.
    var chunks = new IpcChannelOptions<CountChunk> { OnPeerDown = OnPeerDown.Resume, WaitForPeer = TimeSpan.FromDays(20), MaxItem = WordCountProtocol.LongestItem };
    var collector = node.Ref<ICollector>(WordCountProtocol.CollectorNode);
    var ports = new SourcePorts(
        Subscribe: node.Directory.Subscribe,
        Collector: message => collector.Tell(message),
        OpenChunks: async (counter, cancellation) => await node.OpenWriterAsync(WordCountProtocol.ChunksChannel, counter.Value, chunks, cancellation),
        Note: Console.WriteLine,
        FailJob: node.FailJob);
    node.Serve<ISource>(SourceActor.Props(runId, input, node.Incarnation, ports));
});
