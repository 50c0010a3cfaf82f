using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>The steps by which a member's state changes.</summary>
internal enum LifecycleStep
{
    /// <summary>It is started.</summary>
    Launch,

    /// <summary>A node said Ready; in a supervisor everything has settled.</summary>
    BecomeReady,

    /// <summary>A supervisor stops several of its children to start them again.</summary>
    Regroup,

    /// <summary>A node does not answer its pings.</summary>
    FallSilent,

    /// <summary>A silent node that was never Ready answers again.</summary>
    Answer,

    /// <summary>It is asked to stop.</summary>
    AskToStop,

    /// <summary>It is to be started as soon as that is allowed.</summary>
    Await,

    /// <summary>It waits before it is started again.</summary>
    BackOff,

    /// <summary>It is down because that was asked for.</summary>
    Rest,

    /// <summary>It is down because it has finished.</summary>
    Complete,

    /// <summary>It is down and cannot be started again by itself.</summary>
    Fail,
}

/// <summary>The state machine of a node and of a supervisor: every transition there is.</summary>
internal static class Lifecycle
{
    /// <summary>Whether a process, or a supervisor with processes, exists in a state.</summary>
    public static bool IsAlive(NodeState state) => state is NodeState.Starting or NodeState.Ready or NodeState.Hung or NodeState.Stopping;

    /// <summary>The state after a step.</summary>
    /// <exception cref="InvalidOperationException">There is no such transition: the caller has a bug.</exception>
    public static NodeState Next(NodeState state, LifecycleStep step) => (state, step) switch
    {
        // up
        (NodeState.Pending, LifecycleStep.Launch) => NodeState.Starting,
        (NodeState.Starting or NodeState.Hung, LifecycleStep.BecomeReady) => NodeState.Ready,
        (NodeState.Ready, LifecycleStep.Regroup) => NodeState.Starting,
        (NodeState.Starting or NodeState.Ready, LifecycleStep.FallSilent) => NodeState.Hung,
        (NodeState.Hung, LifecycleStep.Answer) => NodeState.Starting,
        (NodeState.Starting or NodeState.Ready or NodeState.Hung, LifecycleStep.AskToStop) => NodeState.Stopping,

        // down: by itself or as asked
        (_, LifecycleStep.BackOff) when IsAlive(state) => NodeState.Backoff,
        (_, LifecycleStep.Complete) when IsAlive(state) => NodeState.Completed,
        (_, LifecycleStep.Fail) when IsAlive(state) => NodeState.Failed,
        (_, LifecycleStep.Rest) when IsAlive(state) => NodeState.Stopped,
        (_, LifecycleStep.Await) when IsAlive(state) => NodeState.Pending,

        // while down
        (NodeState.Backoff, LifecycleStep.Await) => NodeState.Pending,
        (NodeState.Stopped or NodeState.Completed or NodeState.Failed, LifecycleStep.Await) => NodeState.Pending,
        (NodeState.Pending or NodeState.Backoff, LifecycleStep.Rest) => NodeState.Stopped,

        _ => throw new InvalidOperationException($"a member has no such transition: state={state} step={step}"),
    };
}
