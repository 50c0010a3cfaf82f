using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>One line of <c>ps</c> as node supervision sees it. All times are on the clock that <see cref="SupervisionTree"/> is fed with.</summary>
public abstract record TreeSnapshot
{
    private protected TreeSnapshot()
    {
    }

    /// <summary>The node's or supervisor's name.</summary>
    public required NodeName Name { get; init; }

    /// <summary>
    /// Its state. A supervisor is Starting until each of its nodes was Ready or has ended for good, and again while it restarts several;
    /// it is Stopping also while it gives up, and never Hung.
    /// </summary>
    public required NodeState State { get; init; }

    /// <summary>How many of its supervisor's counted restarts in the window are its own.</summary>
    public required int RestartsInWindow { get; init; }

    /// <summary>How many restarts in the window its supervisor accepts, all children together; null exactly for the root.</summary>
    public required int? Intensity { get; init; }

    /// <summary>Its supervisor's window; null exactly for the root.</summary>
    public required TimeSpan? Period { get; init; }

    /// <summary>When it is started again; null exactly when it is not in Backoff.</summary>
    public required TimeSpan? RetryDue { get; init; }

    /// <summary>Since when it is Ready; null exactly when it is not.</summary>
    public required TimeSpan? ReadySince { get; init; }

    /// <summary>Why its latest life ended; null before that.</summary>
    public required ExitReason? LastExit { get; init; }

    /// <summary>When its latest life ended; null before that.</summary>
    public required TimeSpan? LastExitAt { get; init; }

    /// <summary>The dependencies that are not Ready; empty unless it is Pending.</summary>
    public required IReadOnlyList<NodeName> WaitsFor { get; init; }
}

/// <summary>A node's line.</summary>
public sealed record NodeSnapshot : TreeSnapshot
{
    /// <summary>Its child spec as it is now, scaled.</summary>
    public required ChildSpec Spec { get; init; }

    /// <summary>Its current or latest life; 0 before the first.</summary>
    public required int Incarnation { get; init; }
}

/// <summary>A supervisor's line with the lines below it.</summary>
public sealed record SupervisorSnapshot : TreeSnapshot
{
    /// <summary>What it was declared as; its children as they are now.</summary>
    public required SupervisorSpec Spec { get; init; }

    /// <summary>How many restarts it counts in its own window now, of <see cref="SupervisorSpec.Intensity"/> accepted ones.</summary>
    public required int Restarts { get; init; }

    /// <summary>The standbys of its children, in the order of the children.</summary>
    public required IReadOnlyList<StandbySnapshot> Standbys { get; init; }

    /// <summary>Its children in declared order, instances singly.</summary>
    public required IReadOnlyList<TreeSnapshot> Children { get; init; }
}

/// <summary>A warm standby's line: a process that waits for a name.</summary>
/// <param name="Child">The name of its child spec.</param>
/// <param name="Number">Which standby of the tree it is.</param>
/// <param name="IsReady">Whether it can take over; false while it starts or is being ended.</param>
/// <param name="ReadySince">Since when it waits; null before that.</param>
public sealed record StandbySnapshot(NodeName Child, long Number, bool IsReady, TimeSpan? ReadySince);
