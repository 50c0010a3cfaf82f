using Akka.Actor;

namespace ActorIpc.Remoting.Serializers;

/// <summary>
/// The Akka extension that binds messages to the serializers of their formats when an actor system has started; named by <see cref="RemotingConfig.Serialization"/> under
/// <c>akka.extensions</c>. A program with a list of extensions of its own adds it there, unless it has lanes, which do the same.
/// </summary>
public sealed class MessageFormats : ExtensionIdProvider<MessageFormats>, IExtension
{
    /// <inheritdoc/>
    public override MessageFormats CreateExtension(ExtendedActorSystem system)
    {
        SystemFormats.Of(system).Install();
        return this;
    }
}
