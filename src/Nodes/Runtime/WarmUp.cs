using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Directories;
using Akka.Actor;

namespace ActorIpc.Nodes;

/// <summary>
/// What a standby does while it waits, so that the takeover finds it done: what a node does once in its life, the first time, is slow (code is compiled, serializers are
/// built, assemblies loaded).
/// </summary>
internal static class WarmUp
{
    /// <summary>Does it; the actor system has no trace of it afterwards.</summary>
    /// <param name="system">The standby's actor system.</param>
    public static void Run(ActorSystem system)
    {
        _ = NodeDirectory.Get(system);
        var name = new ActorIpc.Messages.NodeName("standby");
        var directory = new DirectoryChanged(0, [new NodeEntry(name, name.Value, 1, "akka.tcp://standby@127.0.0.1:1", NodeState.Ready)]);
        foreach (var message in new object[]
            { new Adopt(name, name.Value, 1, directory), directory, new Ping(1, 1, 0), new Pong(name, 1, 1, false, new LaneReport(0, 0, 0, 0, 0, 0, 0, [new LaneChange(1, DateTimeOffset.UnixEpoch, LaneChangeKind.Opened, "", "")])), new TookOver(name, 1), new Ready(name, 1) })
        {
            var serializer = system.Serialization.FindSerializerFor(message);
            _ = system.Serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, message));
        }
    }
}
