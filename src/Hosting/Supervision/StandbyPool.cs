using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>
/// The warm standbys of one child spec: processes that have come as far as a node does without a name, one of which takes over the next life that is started.
/// As many as the spec wants are kept while something of it runs or is to run again. What becomes of them never counts as a restart of a node.
/// </summary>
internal sealed class StandbyPool(TreeContext tree, Entry entry) : IAwaitsRetry
{
    /// <summary>How long the nodes beside it must have been left in peace before a standby is started: a crash's recovery has the processor first.</summary>
    public static readonly TimeSpan Peace = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the pool waits after it lost standbys in a row.</summary>
    public static BackoffSpec Backoff { get; } = new() { Minimum = TimeSpan.FromSeconds(1), Maximum = TimeSpan.FromSeconds(30) };

    private readonly List<Standby> _standbys = [];
    private int _losses; // in a row
    private TimeSpan _notBefore = TimeSpan.MinValue; // the backoff of what was lost
    private TimeSpan? _peaceSince; // null exactly while a node beside it starts or stops, or none of the child's is Ready
    private (long Token, TimeSpan Due)? _retry;

    /// <summary>Whether no process of it exists.</summary>
    public bool IsEmpty => _standbys.Count == 0;

    /// <summary>Whether one of it is being started.</summary>
    public bool IsStarting => _standbys.Exists(standby => standby.Phase == StandbyPhase.Starting);

    /// <summary>Its lines for <c>ps</c>.</summary>
    public IEnumerable<StandbySnapshot> Snapshots =>
        _standbys.Select(standby => new StandbySnapshot(entry.Name, standby.Number, standby.Phase == StandbyPhase.Ready, standby.ReadySince));

    private ChildSpec Spec => (ChildSpec)entry.Spec;

    /// <summary>Takes the standby that is Ready longest out of the pool; null when none is.</summary>
    public long? Take()
    {
        if (_standbys.Find(standby => standby.Phase == StandbyPhase.Ready) is not { } ready)
            return null;
        Remove(ready);
        return ready.Number;
    }

    /// <summary>A standby says that it waits.</summary>
    public void OnReady(long number)
    {
        if (Find(number) is { Phase: StandbyPhase.Starting } standby)
            (standby.Phase, standby.ReadySince) = (StandbyPhase.Ready, tree.Now);
    }

    /// <summary>A standby does not answer its pings.</summary>
    public void OnSilent(long number, TimeSpan silence)
    {
        if (Find(number) is not { Phase: not StandbyPhase.Leaving } standby)
            return;
        standby.LostFor = new ExitReason.Hung(silence);
        Dismiss(standby, standby.LostFor.ToString());
    }

    /// <summary>A standby's process is gone.</summary>
    public void OnExited(long number, ExitReason reported)
    {
        if (Find(number) is not { } standby)
            return;
        Remove(standby);
        var reason = standby.LostFor ?? reported;
        var asked = standby is { Phase: StandbyPhase.Leaving, LostFor: null };
        tree.Emit(new StandbyDown(entry.Name, number, reason, asked));
        if (!asked)
            NoteLoss(reason, standby.ReadySince);
        if (entry.IsRemoved)
            entry.Parent.Forget(entry);
    }

    /// <summary>One that was taken was gone before it had taken over.</summary>
    public void OnTakeoverFailed(ExitReason reason) => NoteLoss(reason, readySince: null);

    /// <summary>Ends all of them.</summary>
    public void Discard(string reason)
    {
        foreach (var standby in _standbys.Where(standby => standby.Phase != StandbyPhase.Leaving))
            Dismiss(standby, reason);
    }

    /// <inheritdoc/>
    public void RetryNow() => _retry = null;

    /// <summary>Ends what is not wanted.</summary>
    public void Prune()
    {
        if (!IsWanted)
            Discard("nothing of its child is to run");
        Retire();
    }

    /// <summary>Starts what is wanted, one at a time in the whole tree: after all of its pools are pruned, as one of theirs that starts is waited for.</summary>
    public void Replenish()
    {
        _peaceSince = IsWanted && IsInPeace ? _peaceSince ?? tree.Now : null;
        if (_peaceSince is not { } since || Kept >= Spec.Standby)
        {
            CancelRetry();
            return;
        }
        var due = since + Peace > _notBefore ? since + Peace : _notBefore;
        if (tree.Now < due)
            WakeAt(due);
        else if (!tree.IsStartingStandby)
            Start();
    }

    /// <summary>How many there are that are not on their way out.</summary>
    private int Kept => _standbys.Count(standby => standby.Phase != StandbyPhase.Leaving);

    /// <summary>Whether a life of the child may have to be started one day without a person's asking.</summary>
    private bool IsWanted => Spec.Standby > 0 && !entry.IsRemoved && entry.Parent is { IsUp: true, State: not NodeState.Completed }
        && entry.Members.Exists(member => member.Goal is Goal.Run or Goal.Cycle
            && member.State is not (NodeState.Stopped or NodeState.Completed or NodeState.Failed));

    /// <summary>That one of the child's nodes is Ready also shows that its program can be started.</summary>
    private bool IsInPeace => entry.Members.Exists(member => member.State == NodeState.Ready)
        && !entry.Parent.Members.Any(member => member is NodeMember { State: NodeState.Starting or NodeState.Stopping });

    private Standby? Find(long number) => _standbys.Find(standby => standby.Number == number);

    private void Start()
    {
        CancelRetry();
        var standby = new Standby(tree.Register(this));
        _standbys.Add(standby);
        tree.Emit(new StartStandby(entry.Name, Spec, standby.Number));
    }

    /// <summary>Ends what is more than the spec wants, the youngest first.</summary>
    private void Retire()
    {
        for (var i = _standbys.Count - 1; i >= 0 && Kept > Spec.Standby; i--)
        {
            if (_standbys[i].Phase != StandbyPhase.Leaving)
                Dismiss(_standbys[i], $"fewer standbys are wanted: standby={Spec.Standby}");
        }
    }

    private void Dismiss(Standby standby, string reason)
    {
        standby.Phase = StandbyPhase.Leaving;
        tree.Emit(new StopStandby(entry.Name, standby.Number, reason));
    }

    private void Remove(Standby standby)
    {
        _standbys.Remove(standby);
        tree.Unregister(standby.Number);
    }

    private void NoteLoss(ExitReason reason, TimeSpan? readySince)
    {
        if (tree.Now - readySince >= Backoff.ResetAfter)
            _losses = 0;
        _losses++;
        // What cannot start until a person changes something is not tried more often than need be.
        var delay = reason is ExitReason.CannotStart ? Backoff.Maximum : Backoff.Delay(_losses);
        _notBefore = tree.Now + tree.Jittered(delay, Backoff.Jitter);
    }

    private void WakeAt(TimeSpan due)
    {
        if (_retry?.Due == due)
            return;
        CancelRetry();
        _retry = (tree.Schedule(this, due - tree.Now), due);
    }

    private void CancelRetry()
    {
        if (_retry is not { } retry)
            return;
        _retry = null;
        tree.Cancel(retry.Token);
    }

    private enum StandbyPhase
    {
        /// <summary>Its process is being started, or warms up.</summary>
        Starting,

        /// <summary>It waits for a name.</summary>
        Ready,

        /// <summary>It is being ended.</summary>
        Leaving,
    }

    private sealed class Standby(long number)
    {
        public long Number => number;

        public StandbyPhase Phase { get; set; }

        /// <summary>Since when it waits; null before that.</summary>
        public TimeSpan? ReadySince { get; set; }

        /// <summary>Why it is being ended without having been wanted to; null when it is not.</summary>
        public ExitReason? LostFor { get; set; }
    }
}
