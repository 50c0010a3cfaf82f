using System.Diagnostics;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>What a supervisor supervises, a node or another supervisor: its state, what is wanted of it, and its ladder of backoffs.</summary>
internal abstract class Member(TreeContext tree, Entry? entry, NodeName name) : IAwaitsRetry
{
    // Null exactly when it is not in Backoff.
    private (long Token, TimeSpan Due)? _retry;

    // The last state that was told.
    private NodeState? _announced;

    /// <summary>The member's name.</summary>
    public NodeName Name { get; } = name;

    /// <summary>What it was declared as; null exactly for the root.</summary>
    public Entry? Entry { get; } = entry;

    /// <summary>Its supervisor; null exactly for the root.</summary>
    public SupervisorMember? Parent => Entry?.Parent;

    /// <summary>Its state.</summary>
    public NodeState State { get; private set; } = NodeState.Pending;

    /// <summary>What is wanted of it; <see cref="Supervision.Goal.Run"/> whenever it is not alive.</summary>
    public Goal Goal { get; private set; }

    /// <summary>Why it is, or will be, asked to stop, for the node's log.</summary>
    public string StopReason { get; private set; } = "";

    /// <summary>How it is to be stopped instead of as declared; null: as declared.</summary>
    public ShutdownPolicy? StopPolicy { get; private set; }

    /// <summary>When it last became Ready; null once that life is over.</summary>
    public TimeSpan? ReadySince { get; private set; }

    /// <summary>When its backoff is over; null exactly when it is not in Backoff.</summary>
    public TimeSpan? RetryDue => _retry?.Due;

    /// <summary>Why its latest life ended, and when.</summary>
    public (ExitReason Reason, TimeSpan At)? LastExit { get; private set; }

    /// <summary>How many restarts it had without having been Ready for long.</summary>
    public int Attempts { get; private set; }

    /// <summary>Whether a process of it exists.</summary>
    public bool IsAlive => Lifecycle.IsAlive(State);

    /// <summary>Whether it is restarted when it ended by itself; the root's is of no consequence.</summary>
    public RestartType Restart => Entry?.Spec.Restart ?? RestartType.Permanent;

    /// <summary>Whether its spec goes with it.</summary>
    public bool IsTemporary => Restart == RestartType.Temporary;

    /// <summary>Whether it, or something above it, is to stop.</summary>
    public bool IsGoing => Goal != Goal.Run || (Parent is { } parent && (parent.State == NodeState.Stopping || parent.IsGoing));

    /// <summary>Whether it is not wanted any more once it is down: removed, or scaled away.</summary>
    public virtual bool IsDoomed => Entry is { IsRemoved: true };

    /// <summary>Whether what depends on it may start.</summary>
    public abstract bool IsServing { get; }

    /// <summary>Whether nothing is under way with it, so that its supervisor counts as Ready.</summary>
    public bool HasSettled => Goal == Goal.Run && State is not (NodeState.Pending or NodeState.Starting or NodeState.Stopping or NodeState.Backoff);

    /// <summary>Whether any state of it was told; what comes and goes in one decision was never there for others.</summary>
    protected bool IsKnown => _announced is not null;

    /// <summary>What all members of the tree share.</summary>
    protected TreeContext Tree { get; } = tree;

    /// <summary>Whether a dependency is not Ready.</summary>
    public bool HasToWait => Entry is { Spec.DependsOn.Count: > 0 } && WaitsFor().Count > 0;

    /// <summary>The dependencies that are not Ready. One that is gone with its spec is nothing to wait for.</summary>
    public IReadOnlyList<NodeName> WaitsFor() => Entry is null
        ? []
        : [.. Entry.Spec.DependsOn.Where(name => Tree.Dependency(name) is { IsServing: false })];

    /// <summary>Starts it: it is Pending and everything it waits for is there.</summary>
    public abstract void Launch();

    /// <summary>Tells that one life of it ended.</summary>
    public abstract void ReportDown(ExitReason reason, bool asked, RestartPlan? restart);

    /// <summary>Kills everything of it that is alive, at once.</summary>
    public abstract void Kill(string reason);

    /// <summary>Forgets its names.</summary>
    public abstract void Unregister();

    /// <summary>Changes what is wanted of it while it is alive. It is asked to stop in its turn, by its supervisor, or by <see cref="AskToStop"/> at once.</summary>
    public void Want(Goal goal, string reason, ShutdownPolicy? policy = null)
    {
        Debug.Assert(IsAlive, "only what is alive can be wanted to stop");
        Debug.Assert(goal != Goal.Run, "what is wanted to stop is never wanted to run again in the same life");
        Goal = goal;
        StopReason = reason;
        StopPolicy = policy ?? StopPolicy;
    }

    /// <summary>Asks it to stop, now; it may have been asked before.</summary>
    public void AskToStop()
    {
        if (State == NodeState.Stopping)
            return;
        Step(LifecycleStep.AskToStop);
        BeginStop();
    }

    /// <summary>The life is over; notes why, and whether it was long enough to begin the ladder of backoffs anew.</summary>
    public void NoteEnd(ExitReason reason)
    {
        LastExit = (reason, Tree.Now);
        NoteReadyTime();
    }

    /// <summary>It was started anew by a person or with its whole supervisor: its ladder begins anew.</summary>
    public void ResetLadder() => Attempts = 0;

    /// <summary>How long it waits before its next restart; each call climbs the ladder.</summary>
    public TimeSpan NextDelay(BackoffSpec backoff)
    {
        var delay = backoff.Delay(Attempts);
        Attempts = Math.Min(Attempts + 1, SupervisorSpec.MaximumIntensity);
        return Tree.Jittered(delay, backoff.Jitter);
    }

    /// <summary>It is down and is started again, at once or after a while.</summary>
    public void RunAgain(TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Step(LifecycleStep.Await);
            return;
        }
        Step(LifecycleStep.BackOff);
        _retry = (Tree.Schedule(this, delay), Tree.Now + delay);
    }

    /// <summary>The backoff is over.</summary>
    public void RetryNow()
    {
        _retry = null;
        Step(LifecycleStep.Await);
    }

    /// <summary>It is down and is to be started as soon as that is allowed.</summary>
    public void Await()
    {
        CancelRetry();
        if (State != NodeState.Pending)
            Step(LifecycleStep.Await);
    }

    /// <summary>It is down, or never came up, because that was asked for: it stays so, or leaves the tree.</summary>
    public void Rest(bool leave)
    {
        CancelRetry();
        if (IsAlive || State is NodeState.Pending or NodeState.Backoff)
            Step(LifecycleStep.Rest);
        if (leave)
            Parent!.Remove(this);
    }

    /// <summary>It is down for good: it has finished, or cannot go on.</summary>
    public void Finish(bool well) => Step(well ? LifecycleStep.Complete : LifecycleStep.Fail);

    /// <summary>It went down after it was asked to.</summary>
    public void EndAsWanted()
    {
        switch (Goal)
        {
            case Goal.Rest: Rest(leave: false); break;
            case Goal.Cycle: Step(LifecycleStep.Await); break;
            case Goal.Leave: Rest(leave: true); break;
            default: throw new InvalidOperationException($"nobody asked it to stop: member={Name} state={State}");
        }
    }

    /// <summary>Tells that it is Pending, if it still is when a decision is over.</summary>
    public void AnnounceWaiting()
    {
        if (State == NodeState.Pending && _announced != NodeState.Pending)
            Announce();
    }

    /// <summary>Tells the state.</summary>
    protected abstract void TellState();

    /// <summary>Carries out that it was asked to stop.</summary>
    protected abstract void BeginStop();

    /// <summary>Takes a step of the life cycle and tells it; Pending is told later, as it mostly passes at once.</summary>
    protected void Step(LifecycleStep step)
    {
        State = Lifecycle.Next(State, step);
        if (step == LifecycleStep.BecomeReady)
            ReadySince = Tree.Now;
        else if (step is LifecycleStep.Regroup or LifecycleStep.AskToStop)
            NoteReadyTime();
        if (!IsAlive)
            (Goal, StopReason, StopPolicy) = (Goal.Run, "", null);
        if (State != NodeState.Pending)
            Announce();
    }

    private void NoteReadyTime()
    {
        if (Parent is { } parent && ReadySince is { } since && Tree.Now - since >= parent.Backoff.ResetAfter)
            Attempts = 0;
        ReadySince = null;
    }

    private void CancelRetry()
    {
        if (_retry is not { } retry)
            return;
        _retry = null;
        Tree.Cancel(retry.Token);
    }

    private void Announce()
    {
        _announced = State;
        TellState();
    }
}
