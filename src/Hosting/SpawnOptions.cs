using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;

namespace ActorIpc.Hosting;

/// <summary>How an actor is spawned in a node of its own.</summary>
public sealed record SpawnOptions
{
    /// <summary>
    /// What becomes of messages while the node is down: <see cref="Messages.Delivery.DropToDeadLetters"/>, as unless told, or <see cref="Messages.Delivery.Buffer"/>.
    /// </summary>
    public Delivery Delivery { get; init; }

    /// <summary>The supervisor the node belongs to; null: the outermost one.</summary>
    public NodeName? Supervisor { get; init; }

    /// <summary>Changes the child spec before it is declared: its restart type, standbys, memory ceiling. As it is unless told. It must stay one node that hosts the actor.</summary>
    public Func<ChildSpec, ChildSpec> Configure { get; init; } = spec => spec;
}
