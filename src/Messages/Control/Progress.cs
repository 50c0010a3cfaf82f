using MemoryPack;

namespace ActorIpc.Messages.Control;

/// <summary>How far a job is, for the person who waits for it. The latest report of a node replaces its earlier ones.</summary>
/// <param name="Name">The node that reports.</param>
/// <param name="Incarnation">The life that reports.</param>
/// <param name="Done">How much is done, in <paramref name="Unit"/>s.</param>
/// <param name="Total">How much there is in all; 0 while that is not known.</param>
/// <param name="Unit">The unit of both, such as <c>bytes</c>.</param>
/// <param name="Note">A short remark shown beside it, such as a rate; may be empty.</param>
[MemoryPackable]
public sealed partial record ProgressReported([property: MemoryPackAllowSerialize] NodeName Name, int Incarnation, long Done, long Total, string Unit, string Note) : IMessage<IHostControl>;
