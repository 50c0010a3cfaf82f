using ActorIpc.Messages;
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
    var collector = node.Ref<ICollector>(WordCountProtocol.CollectorNode);
    var ports = new SourcePorts(
        Subscribe: node.Directory.Subscribe,
        Collector: message => collector.Tell(message),
        Counter: (name, message) => new NodeRef<ICounter>(name).Tell(message),
        Note: Console.WriteLine,
        FailJob: node.FailJob);
    node.Serve<ISource>(SourceActor.Props(runId, input, node.Incarnation, ports, TimeProvider.System));
});
