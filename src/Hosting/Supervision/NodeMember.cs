using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>A node: turns what happens to its process into the steps of its life cycle.</summary>
internal sealed class NodeMember(TreeContext tree, Entry entry, NodeName name, int? index) : Member(tree, entry, name)
{
    // Why it is being killed without having been asked to stop; null exactly when it is not.
    private ExitReason? _killedFor;

    // How this life was last told to stop; null exactly when it was not.
    private ShutdownPolicy? _told;

    // Whether a standby was to take over this life.
    private bool _isTakeover;

    // Whether the next life is not to be a standby's: the last one that was to take over was lost.
    private bool _isCold;

    /// <summary>Its current or latest life; 0 before the first.</summary>
    public int Incarnation { get; private set; } = tree.LatestIncarnation(name);

    /// <summary>Its number among the instances; null: it is the only one and bears the child's name.</summary>
    public int? Index => index;

    /// <summary>What it was declared as, as it is now.</summary>
    public ChildSpec Spec => (ChildSpec)Entry!.Spec;

    /// <inheritdoc/>
    public override bool IsDoomed => base.IsDoomed || index > Spec.Instances;

    /// <inheritdoc/>
    public override bool IsServing => State == NodeState.Completed || (State == NodeState.Ready && Goal == Goal.Run);

    /// <summary>It said Ready. Too late when it is being killed or stopped.</summary>
    public void OnReady()
    {
        if (State == NodeState.Starting || (State == NodeState.Hung && _killedFor is null))
            Step(LifecycleStep.BecomeReady);
    }

    /// <summary>It does not answer its pings. Of no interest when it is to stop anyway.</summary>
    public void OnSilent(TimeSpan silence)
    {
        if (State is not (NodeState.Starting or NodeState.Ready) || IsGoing || Spec.OnHang == HangPolicy.Ignore)
            return;
        Step(LifecycleStep.FallSilent);
        if (Spec.OnHang == HangPolicy.Report)
            return;
        _killedFor = new ExitReason.Hung(silence);
        TellToStop(ShutdownPolicy.BrutalKill, _killedFor.ToString());
    }

    /// <summary>It answers its pings again.</summary>
    public void OnAnswered()
    {
        if (State == NodeState.Hung && _killedFor is null)
            Step(ReadySince is null ? LifecycleStep.Answer : LifecycleStep.BecomeReady);
    }

    /// <summary>Its process is gone.</summary>
    public void OnExited(ExitReason reported)
    {
        if (!IsAlive)
            return;
        var reason = _killedFor ?? reported;
        NoteEnd(reason);
        var exit = RestartRules.Classify(reason, Spec.SuccessCodes);
        if (_isTakeover && reason is ExitReason.StandbyLost lost)
        {
            Entry!.Standbys!.OnTakeoverFailed(lost.Cause);
            if (!IsGoing)
            {
                StartCold(reason);
                return;
            }
        }
        // That the job cannot succeed is heard also from a node that was asked to stop, unless everything stops anyway.
        if (Goal == Goal.Run || (exit == ExitClass.JobFailed && Tree.Root.Outcome is null))
        {
            MemberEnds.Decide(Parent!, this, reason, exit, Tree);
            return;
        }
        ReportDown(reason, asked: true, restart: null);
        EndAsWanted();
    }

    /// <inheritdoc/>
    public override void Launch()
    {
        (_killedFor, _told) = (null, null);
        Incarnation = Tree.NextIncarnation(Name);
        Step(LifecycleStep.Launch);
        var standby = _isCold ? null : Entry!.Standbys!.Take();
        (_isCold, _isTakeover) = (false, standby is not null);
        Tree.Emit(new StartNode(Name, Spec, Incarnation, standby));
    }

    /// <inheritdoc/>
    public override void ReportDown(ExitReason reason, bool asked, RestartPlan? restart) =>
        Tree.Emit(new NodeDown(Name, Spec.Name, Incarnation, reason, asked, restart));

    /// <inheritdoc/>
    public override void Kill(string reason)
    {
        if (!IsAlive)
            return;
        if (State != NodeState.Stopping)
            Step(LifecycleStep.AskToStop);
        TellToStop(ShutdownPolicy.BrutalKill, reason);
    }

    /// <inheritdoc/>
    public override void Unregister()
    {
        Tree.Nodes.Remove(Name);
        if (IsKnown)
            Tree.Emit(new NodeRemoved(Name));
    }

    /// <inheritdoc/>
    protected override void TellState() =>
        Tree.Emit(new NodeStateChanged(Name, Spec.Name, Incarnation, State, State == NodeState.Pending ? WaitsFor() : []));

    /// <inheritdoc/>
    protected override void BeginStop() => TellToStop(StopPolicy ?? Spec.Shutdown, StopReason);

    /// <summary>Its standby was lost in the takeover: the next life begins at once, with a process of its own, and nobody else is concerned.</summary>
    private void StartCold(ExitReason reason)
    {
        ReportDown(reason, asked: false, restart: null);
        _isCold = true;
        Step(LifecycleStep.Await);
    }

    private void TellToStop(ShutdownPolicy policy, string reason)
    {
        if (_told == ShutdownPolicy.BrutalKill)
            return; // nothing is harsher
        _told = policy;
        Tree.Emit(new StopNode(Name, Incarnation, policy, reason));
    }
}
