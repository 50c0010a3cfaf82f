using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Directories;

namespace ActorIpc.Tests.Nodes.WordCount;

/// <summary>What the directory tells of the word count's nodes.</summary>
internal static class Entries
{
    public static NodeUp Up(string name, int incarnation) => new(Entry(name, incarnation));

    public static NodeDown Down(string name, int incarnation) => new(Entry(name, incarnation));

    private static NodeEntry Entry(string name, int incarnation)
    {
        var spec = name.StartsWith("counter-", StringComparison.Ordinal) ? WordCountProtocol.CounterSpec : name;
        return new NodeEntry(new NodeName(name), spec, incarnation, "akka.tcp://test@127.0.0.1:1", NodeState.Ready);
    }
}
