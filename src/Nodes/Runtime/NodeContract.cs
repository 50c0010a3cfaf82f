using ActorIpc.Messages.Control;
using ActorIpc.Remoting.Serializers;
using ActorIpc.Serialization;
using ActorIpc.Serialization.Contracts;
using Akka.Actor;

namespace ActorIpc.Nodes;

/// <summary>What this process speaks, as it tells its host.</summary>
internal static class NodeContract
{
    /// <summary>The protocols of the program, by the serializer its messages go through.</summary>
    /// <param name="system">The node's actor system.</param>
    public static ContractPart[] Of(ExtendedActorSystem system)
    {
        // The package Akka.Serialization.Hyperion may stand in for our serializer; it knows no protocols.
        var serializer = system.Serialization.FindSerializerForType(typeof(object));
        return serializer is HyperionSerializer own
            ? [.. own.Contract]
            : ProtocolContracts.Of(ProtocolAssemblies.OfProgram(), serializer.GetType().ToString());
    }
}
