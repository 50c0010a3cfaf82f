using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>What all members of one tree share: the time and the effects of the decision in progress, the names, the incarnations and the retries.</summary>
internal sealed class TreeContext(Random random)
{
    private readonly List<Effect> _effects = [];
    private readonly Dictionary<NodeName, int> _incarnations = [];
    private readonly Dictionary<long, IAwaitsRetry> _retries = [];
    private readonly Dictionary<long, StandbyPool> _standbys = [];
    private long _lastToken;
    private long _lastStandby;

    /// <summary>The time of the decision in progress.</summary>
    public TimeSpan Now { get; private set; } = TimeSpan.MinValue;

    /// <summary>Every entry of the tree by its name.</summary>
    public Dictionary<NodeName, Entry> Entries { get; } = [];

    /// <summary>Every node of the tree by its name.</summary>
    public Dictionary<NodeName, NodeMember> Nodes { get; } = [];

    /// <summary>The supervisor of everything.</summary>
    public SupervisorMember Root { get; set; } = null!; // set once, by the tree's constructor

    /// <summary>Makes it another tree.</summary>
    public TreeAmendment Amendment { get; set; } = null!; // set once, by the tree's constructor

    /// <summary>Whether every node of the tree was once Ready or had ended for good.</summary>
    public bool CameUp { get; set; }

    /// <summary>Whether the tree is over and nothing of it is alive.</summary>
    public bool HasEnded { get; set; }

    /// <summary>
    /// The entry that a dependency names, or the ended temporary supervisor below which it was and, with the next start of everything above, will be again;
    /// null: its spec is gone for good.
    /// </summary>
    public Entry? Dependency(NodeName name) => Entries.TryGetValue(name, out var entry)
        ? entry
        : Entries.Values.FirstOrDefault(ended => ended.Members.Count == 0 && StartOrder.Subtree(ended.Spec).Any(spec => spec.Name == name));

    /// <summary>Begins a decision.</summary>
    public void Begin(TimeSpan now)
    {
        Now = now;
        _effects.Clear();
    }

    /// <summary>The effects of the decision in progress.</summary>
    public IReadOnlyList<Effect> TakeEffects() => [.. _effects];

    /// <summary>Adds an effect to the decision in progress.</summary>
    public void Emit(Effect effect) => _effects.Add(effect);

    /// <summary>A life that the name never had, also when it left the tree and came back.</summary>
    public int NextIncarnation(NodeName name) => _incarnations[name] = _incarnations.GetValueOrDefault(name) + 1;

    /// <summary>The latest life of a name; 0 before the first.</summary>
    public int LatestIncarnation(NodeName name) => _incarnations.GetValueOrDefault(name);

    /// <summary>A wait, made longer or shorter at random.</summary>
    public TimeSpan Jittered(TimeSpan delay, double jitter) => delay <= TimeSpan.Zero
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Max(1, (long)(delay.Ticks * (1 + jitter * (2 * random.NextDouble() - 1)))));

    /// <summary>Whether a standby is being started anywhere in the tree.</summary>
    public bool IsStartingStandby => _standbys.Values.Any(pool => pool.IsStarting);

    /// <summary>Gives a pool's next standby its number.</summary>
    public long Register(StandbyPool pool)
    {
        _standbys[++_lastStandby] = pool;
        return _lastStandby;
    }

    /// <summary>A standby is gone, or is a node's process now.</summary>
    public void Unregister(long standby) => _standbys.Remove(standby);

    /// <summary>The pool that a standby is in; null when it is gone or was taken.</summary>
    public StandbyPool? PoolOf(long standby) => _standbys.GetValueOrDefault(standby);

    /// <summary>Schedules a retry.</summary>
    /// <returns>Its token.</returns>
    public long Schedule(IAwaitsRetry waiter, TimeSpan delay)
    {
        _retries[++_lastToken] = waiter;
        Emit(new ScheduleRetry(_lastToken, delay));
        return _lastToken;
    }

    /// <summary>Forgets a retry that is no longer wanted.</summary>
    public void Cancel(long token)
    {
        _retries.Remove(token);
        Emit(new CancelRetry(token));
    }

    /// <summary>Takes who asked for the retry that is due; null when the token was used or cancelled.</summary>
    public IAwaitsRetry? TakeRetry(long token) => _retries.Remove(token, out var waiter) ? waiter : null;

    /// <summary>Ends the tree unless it is ending already: the first cause is the outcome.</summary>
    public void EndTree(TreeOutcome outcome, Offender? offender)
    {
        if (Root.Outcome is null)
            Root.EndBecause(outcome, offender);
    }
}
