using MemoryPack;

namespace ActorIpc.Messages.Control;

/// <summary>The host asks whether a node still turns: answered by an actor, through its mailbox and dispatcher, so that a blocked thread pool is noticed.</summary>
/// <param name="Sequence">Grows by one with each ping to this incarnation.</param>
/// <param name="DirectoryVersion">The version of the directory the host last sent; a node that has an older one asks for it again.</param>
/// <param name="LaneChange">The number of the last <see cref="Control.LaneChange"/> of this incarnation that the host knows of; 0: of none.</param>
[MemoryPackable]
public sealed partial record Ping(long Sequence, long DirectoryVersion, long LaneChange) : IMessage<INodeControl>;

/// <summary>The answer to a <see cref="Ping"/>.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Incarnation">The life that answers.</param>
/// <param name="Sequence">The ping's number.</param>
/// <param name="IsDebugged">True while a managed debugger is attached: the node's silence, at a breakpoint, is then no hang.</param>
/// <param name="Lanes">What has gone over its lanes; null when it has none by configuration.</param>
[MemoryPackable]
public sealed partial record Pong([property: MemoryPackAllowSerialize] NodeName Name, int Incarnation, long Sequence, bool IsDebugged, LaneReport? Lanes) : IMessage<IHostControl>;
