using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes;
using ActorIpc.Nodes.Counter;

return await NodeProgram.RunAsync(args, node =>
{
    var runId = node.Config.GetString(WordCountProtocol.RunIdKey);
    if (string.IsNullOrEmpty(runId))
    {
        node.FailJob($"counter needs a run id: {WordCountProtocol.RunIdKey}={runId}");
        return;
    }
    var collector = node.Ref<ICollector>(WordCountProtocol.CollectorNode);
    node.Serve<ICounter>(CounterActor.Props(runId, new CounterPorts(node.Name, node.Directory.Subscribe, message => collector.Tell(message))));
});
