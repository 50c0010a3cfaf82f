using MemoryPack;

namespace ActorIpc.Messages.Control;

/// <summary>The host asks a node to drain and end.</summary>
/// <param name="Deadline">How long it may take before the host turns to signals.</param>
/// <param name="Reason">Why, for the node's log.</param>
[MemoryPackable]
public sealed partial record Stop(TimeSpan Deadline, string Reason) : IMessage<INodeControl>;

/// <summary>The node says that the job itself cannot succeed, whoever does it: it is not restarted, the tree stops and the host ends with exit code 1.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Incarnation">The life that says so.</param>
/// <param name="Reason">What is wrong and where, for a person to read.</param>
[MemoryPackable]
public sealed partial record JobFailed([property: MemoryPackAllowSerialize] NodeName Name, int Incarnation, string Reason) : IMessage<IHostControl>;
