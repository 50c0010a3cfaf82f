using MemoryPack;

namespace ActorIpc.Messages.Control;

/// <summary>The states a node can be in, as <c>ps</c> prints them.</summary>
public enum NodeState
{
    /// <summary>Not started yet: it waits for the nodes it depends on.</summary>
    Pending,

    /// <summary>The process exists; it has not said Ready.</summary>
    Starting,

    /// <summary>It can serve.</summary>
    Ready,

    /// <summary>It was asked to stop and has not ended yet.</summary>
    Stopping,

    /// <summary>It ended because it was asked to.</summary>
    Stopped,

    /// <summary>It ended abnormally and waits for its next start.</summary>
    Backoff,

    /// <summary>It cannot be started: a person has to change something.</summary>
    Failed,

    /// <summary>It ended normally and is not started again.</summary>
    Completed,

    /// <summary>It does not answer its pings and is about to be killed.</summary>
    Hung,
}

/// <summary>One line of the node directory.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Spec">The name of its child spec.</param>
/// <param name="Incarnation">Its current or latest life; 0 before the first.</param>
/// <param name="Address">The address of that life's actor system; null exactly when the node is not ready.</param>
/// <param name="State">The node's state.</param>
[MemoryPackable]
public sealed partial record NodeEntry([property: MemoryPackAllowSerialize] NodeName Name, string Spec, int Incarnation, string? Address, NodeState State);

/// <summary>The whole node directory, sent to every node whenever a line of it changes.</summary>
/// <param name="Version">Grows with each change; an older directory never replaces a newer one.</param>
/// <param name="Nodes">All nodes of the topology in declared order.</param>
[MemoryPackable]
public sealed partial record DirectoryChanged(long Version, IReadOnlyList<NodeEntry> Nodes) : IMessage<INodeControl>;

/// <summary>A node missed a directory and asks for the current one.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Incarnation">The life that asks.</param>
[MemoryPackable]
public sealed partial record DirectoryRequested([property: MemoryPackAllowSerialize] NodeName Name, int Incarnation) : IMessage<IHostControl>;
