using ActorIpc.Messages.Control;

namespace ActorIpc.Nodes.Directories;

/// <summary>A change of what can be reached: <see cref="NodeUp"/> or <see cref="NodeDown"/>.</summary>
/// <param name="Node">The node, with its incarnation.</param>
public abstract record NodeChange(NodeEntry Node);

/// <summary>Told to subscribers of the <see cref="NodeDirectory"/>: an incarnation of a node can be reached from now on.</summary>
/// <param name="Node">The node, with its incarnation and address.</param>
public sealed record NodeUp(NodeEntry Node) : NodeChange(Node);

/// <summary>Told to subscribers of the <see cref="NodeDirectory"/>: an incarnation of a node can no longer be reached. Another one may come up.</summary>
/// <param name="Node">The incarnation that went, as it was last known.</param>
public sealed record NodeDown(NodeEntry Node) : NodeChange(Node);
