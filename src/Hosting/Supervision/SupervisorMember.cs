using System.Diagnostics;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>A supervisor: its declared children, their members, and its count of restarts. While it is not alive none of its members is.</summary>
internal sealed class SupervisorMember : Member
{
    private readonly List<Entry> _entries = [];
    private SupervisorSpec _spec;
    private RestartWindow _window;

    // Null: something was declared or forgotten here or below since it was last worked out.
    private IReadOnlyList<Entry>? _startOrder;

    public SupervisorMember(TreeContext tree, Entry? entry, SupervisorSpec spec)
        : base(tree, entry, spec.Name)
    {
        _spec = spec;
        _window = new RestartWindow(spec.Intensity, spec.Period);
        foreach (var child in spec.Children)
            Add(child, isAdded: false);
    }

    /// <summary>What it is declared as, with its children as they are now.</summary>
    public SupervisorSpec Spec => _spec with { Children = [.. _entries.Select(CurrentSpec)] };

    /// <summary>How many restarts it accepts in its <see cref="Period"/>.</summary>
    public int Intensity => _spec.Intensity;

    /// <summary>The window in which it counts restarts.</summary>
    public TimeSpan Period => _spec.Period;

    /// <summary>Who is restarted together with a member.</summary>
    public RestartStrategy Strategy => _spec.Strategy;

    /// <summary>Whether the end of significant members ends it.</summary>
    public AutoShutdown AutoShutdown => _spec.AutoShutdown;

    /// <summary>How long its members wait before they are restarted.</summary>
    public BackoffSpec Backoff => _spec.Backoff;

    /// <summary>Why it ends, or ended, by itself, the root also because it was asked to; null: it does not.</summary>
    public TreeOutcome? Outcome { get; private set; }

    /// <summary>The node because of which it ends, or ended; null when that is none.</summary>
    public Offender? Offender { get; private set; }

    /// <summary>Its declared children in order.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Its declared children in starting order; they stop in the reverse order.</summary>
    public IReadOnlyList<Entry> Order =>
        _startOrder ??= [.. StartOrder.Of([.. _entries.Select(CurrentSpec)], out _).Select(at => _entries[at])];

    /// <summary>Its members in declared order.</summary>
    public IEnumerable<Member> Members => _entries.SelectMany(entry => entry.Members);

    /// <summary>Whether it and everything above it runs, or has completed, and is to go on so.</summary>
    public bool IsUp => State is NodeState.Starting or NodeState.Ready or NodeState.Completed && Goal == Goal.Run && (Parent?.IsUp ?? true);

    /// <inheritdoc/>
    public override bool IsServing => State == NodeState.Completed
        || (State is NodeState.Starting or NodeState.Ready && Goal == Goal.Run && _entries.TrueForAll(entry => entry.IsServing));

    /// <summary>Counts a restart of a member.</summary>
    /// <returns>Null when it is one too many.</returns>
    public RestartPlan? CountRestart(Member member)
    {
        if (!_window.Add(Tree.Now, member.Name))
            return null;
        return new RestartPlan(_window.Count(Tree.Now), _spec.Intensity, _spec.Period, member.NextDelay(Backoff));
    }

    /// <summary>The restarts in its window: all, or one member's.</summary>
    public int Restarts(TimeSpan now, NodeName? member = null) => member is { } name ? _window.Count(now, name) : _window.Count(now);

    /// <summary>Declares a child, as the last one.</summary>
    public Entry Add(TreeSpec spec, bool isAdded)
    {
        var entry = new Entry(spec, this, isAdded, Tree);
        _entries.Add(entry);
        Tree.Entries.Add(spec.Name, entry);
        Fill(entry);
        ForgetOrder();
        return entry;
    }

    /// <summary>Its own keys are changed in place; the restarts it has counted stay counted.</summary>
    public void Amend(SupervisorSpec spec)
    {
        _window = _window.Resized(spec.Intensity, spec.Period);
        _spec = spec;
        ForgetOrder();
    }

    /// <summary>Its declared children in another order; what is not named goes last.</summary>
    /// <returns>Whether that is another order.</returns>
    public bool Reorder(IReadOnlyList<NodeName> names)
    {
        var places = names.Index().ToDictionary(name => name.Item, name => name.Index);
        Entry[] ordered = [.. _entries.OrderBy(entry => places.GetValueOrDefault(entry.Name, places.Count))];
        if (ordered.SequenceEqual(_entries))
            return false;
        _entries.Clear();
        _entries.AddRange(ordered);
        ForgetOrder();
        return true;
    }

    /// <summary>Makes the members that are declared and not there.</summary>
    public void Fill(Entry entry)
    {
        if (entry.Spec is SupervisorSpec nested && entry.Members.Count == 0)
            entry.Members.Add(new SupervisorMember(Tree, entry, nested));
        if (entry.Spec is not ChildSpec child)
            return;
        foreach (var (position, name) in child.NodeNames.Index())
        {
            if (Tree.Nodes.ContainsKey(name))
                continue;
            var node = new NodeMember(Tree, entry, name, child.Instances is null ? null : position + 1);
            var before = entry.Members.FindIndex(other => ((NodeMember)other).Index > node.Index);
            entry.Members.Insert(before < 0 ? entry.Members.Count : before, node);
            Tree.Nodes.Add(name, node);
        }
    }

    /// <summary>Lets a member that is down leave the tree, and its spec with the last one when nothing is to come back.</summary>
    public void Remove(Member member)
    {
        Debug.Assert(!member.IsAlive, "only what is down leaves the tree");
        var entry = member.Entry!;
        entry.Members.Remove(member);
        member.Unregister();
        if (entry.IsRemoved || (entry.IsAdded && member.IsTemporary))
            Forget(entry);
    }

    /// <summary>Forgets a declaration once it has no members and no standbys.</summary>
    public void Forget(Entry entry)
    {
        if (entry.Members.Count > 0 || entry.Standbys is { IsEmpty: false })
            return;
        _entries.Remove(entry);
        Tree.Entries.Remove(entry.Name);
        ForgetOrder();
    }

    /// <inheritdoc/>
    public override void Launch()
    {
        (Outcome, Offender) = (null, null);
        _window = new RestartWindow(_spec.Intensity, _spec.Period);
        Step(LifecycleStep.Launch);
        foreach (var entry in _entries)
            Fill(entry);
        foreach (var member in Members)
        {
            member.ResetLadder();
            member.Await();
        }
    }

    /// <summary>Everything has settled.</summary>
    public void BecomeReady() => Step(LifecycleStep.BecomeReady);

    /// <summary>It restarts several members together.</summary>
    public void Regroup()
    {
        if (State == NodeState.Ready)
            Step(LifecycleStep.Regroup);
    }

    /// <summary>Ends by itself: stops its members in order and then tells the level above.</summary>
    public void EndBecause(TreeOutcome outcome, Offender? offender)
    {
        (Outcome, Offender) = (outcome, offender);
        if (IsAlive)
            AskToStop();
        else
            EndTree();
    }

    /// <summary>The root is down, and the tree is over.</summary>
    public void EndTree()
    {
        Debug.Assert(Parent is null && Outcome is not null, "the tree ends with its root, because of something");
        if (!IsAlive || Outcome is TreeOutcome.Stopped)
            Rest(leave: false);
        else
            Finish(Outcome is TreeOutcome.Completed);
        Tree.HasEnded = true;
        Tree.Emit(new TreeEnded(Outcome));
    }

    /// <inheritdoc/>
    public override void ReportDown(ExitReason reason, bool asked, RestartPlan? restart)
    {
        // It has no process: its nodes told what happened to theirs.
    }

    /// <inheritdoc/>
    public override void Kill(string reason)
    {
        if (!IsAlive)
            return;
        AskToStop();
        foreach (var member in Members)
            member.Kill(reason);
    }

    /// <inheritdoc/>
    public override void Unregister()
    {
        foreach (var entry in _entries)
        {
            foreach (var member in entry.Members)
                member.Unregister();
            Tree.Entries.Remove(entry.Name);
        }
        if (IsKnown)
            Tree.Emit(new SupervisorRemoved(Name));
    }

    /// <inheritdoc/>
    protected override void TellState() => Tree.Emit(new SupervisorStateChanged(Name, State));

    /// <inheritdoc/>
    protected override void BeginStop()
    {
        var reason = Goal == Goal.Run ? Outcome!.ToString() : StopReason;
        foreach (var entry in _entries)
        {
            // They are not wanted any more, and it is not down before they are.
            entry.Standbys?.Prune();
            entry.Standbys?.Replenish();
        }
        foreach (var member in Members.ToArray())
        {
            if (member.IsAlive)
                member.Want(member.IsTemporary || member.Goal == Goal.Leave ? Goal.Leave : Goal.Rest, reason, StopPolicy);
            else if (member.State is NodeState.Pending or NodeState.Backoff)
                member.Rest(leave: member.IsTemporary);
        }
    }

    private static TreeSpec CurrentSpec(Entry entry) => entry.Members is [SupervisorMember nested] ? nested.Spec : entry.Spec;

    private void ForgetOrder()
    {
        for (var supervisor = this; supervisor is not null; supervisor = supervisor.Parent)
            supervisor._startOrder = null;
    }
}
