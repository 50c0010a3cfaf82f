using Akka.Actor;

namespace ActorIpc.Nodes.Directories;

/// <summary>Makes the <see cref="NodeDirectory"/> of an actor system, once.</summary>
public sealed class NodeDirectoryProvider : ExtensionIdProvider<NodeDirectory>
{
    /// <inheritdoc/>
    public override NodeDirectory CreateExtension(ExtendedActorSystem system) => new(system);
}
