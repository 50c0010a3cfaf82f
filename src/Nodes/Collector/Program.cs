using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes;
using ActorIpc.Nodes.Collector;

const string OutputKey = "wordcount.output";
const string JournalKey = "actoripc.run.files.journal";

return await NodeProgram.RunAsync(args, node =>
{
    var runId = node.Config.GetString(WordCountProtocol.RunIdKey);
    var output = node.Config.GetString(OutputKey);
    var journal = node.Config.GetString(JournalKey);
    if (string.IsNullOrEmpty(runId) || string.IsNullOrEmpty(output) || string.IsNullOrEmpty(journal))
    {
        node.FailJob($"collector needs a run id, an output and a journal: {WordCountProtocol.RunIdKey}={runId} {OutputKey}={output} {JournalKey}={journal}");
        return;
    }
    var source = node.Ref<ISource>(WordCountProtocol.SourceNode);
    var ports = new CollectorPorts(
        Subscribe: node.Directory.Subscribe,
        Source: message => source.Tell(message),
        Listen: (counter, self) => _ = CountsReader.ReadAsync(node, counter, self),
        Report: (done, total, note) => node.ReportProgress(done, total, "bytes", note),
        Note: Console.WriteLine,
        Complete: node.Complete,
        FailJob: node.FailJob);
    var settings = new CollectorSettings(runId, output, journal, node.Incarnation);
    node.Serve<ICollector>(CollectorActor.Props(settings, ports, TimeProvider.System));
});
