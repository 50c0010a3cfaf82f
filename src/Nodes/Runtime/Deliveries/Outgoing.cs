using Akka.Actor;

namespace ActorIpc.Nodes.Deliveries;

/// <summary>A message of a stream.</summary>
/// <param name="Message">The message.</param>
/// <param name="Sender">Whom the receiver sees as its sender.</param>
internal sealed record Outgoing(object Message, IActorRef Sender);
