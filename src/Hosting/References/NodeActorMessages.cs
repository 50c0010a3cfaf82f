using ActorIpc.Messages;
using Akka.Actor;

namespace ActorIpc.Hosting.References;

/// <summary>Asks the supervisor actor for a reference to the actor that a node hosts; answered with <see cref="NodeActorFollowed"/>.</summary>
/// <param name="Node">The node.</param>
/// <param name="Delivery">What becomes of messages while it is down.</param>
/// <param name="AwaitUp">Whether the answer waits until the actor can be reached, or never will be.</param>
internal sealed record FollowNodeActor(NodeName Node, Delivery Delivery, bool AwaitUp);

/// <summary>The answer.</summary>
/// <param name="Reference">The reference; null exactly when there is a refusal.</param>
/// <param name="Refusal">Why there is none.</param>
internal sealed record NodeActorFollowed(IActorRef? Reference, string? Refusal);

/// <summary>Told to a <see cref="NodeActorReference"/>: an incarnation of the node can be reached.</summary>
/// <param name="Address">The address of its actor system.</param>
internal sealed record NodeActorUp(string Address);

/// <summary>Told to a <see cref="NodeActorReference"/>: the incarnation can no longer be reached.</summary>
internal sealed record NodeActorDown
{
    /// <summary>The only one.</summary>
    public static NodeActorDown Instance { get; } = new();
}

/// <summary>Told to a <see cref="NodeActorReference"/>: there will be no further incarnation.</summary>
internal sealed record NodeActorGivenUp
{
    /// <summary>The only one.</summary>
    public static NodeActorGivenUp Instance { get; } = new();
}
