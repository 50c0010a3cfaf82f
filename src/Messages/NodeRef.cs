namespace ActorIpc.Messages;

/// <summary>
/// A typed reference to whatever process currently bears a node name. It carries the name only, so it can travel inside messages and
/// outlives the node's restarts; the node runtime resolves it to the current incarnation at each use (<c>Tell</c> and <c>Ask</c> are its extensions).
/// </summary>
/// <typeparam name="TProtocol">The protocol of the actor that the node serves.</typeparam>
/// <param name="Node">The node that serves the protocol.</param>
/// <param name="Delivery">What becomes of messages while the node is down.</param>
public readonly record struct NodeRef<TProtocol>(NodeName Node, Delivery Delivery = default)
    where TProtocol : IProtocol
{
    /// <inheritdoc/>
    public override string ToString() => Delivery == default ? $"{Node}/{typeof(TProtocol).Name}" : $"{Node}/{typeof(TProtocol).Name}/{Delivery}";
}
