using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>
/// Makes a running tree the wanted one: what is not wanted leaves, what is changed is stopped and started anew or changed in place, what is new comes, as soon as nothing
/// of its names is there any more.
/// </summary>
internal sealed class TreeAmendment(TreeContext tree)
{
    // Null exactly when nothing is outstanding.
    private SupervisorSpec? _wanted;

    /// <summary>Whether something is still to come that waits for something to leave.</summary>
    public bool IsUnderWay => _wanted is not null;

    /// <summary>Begins.</summary>
    /// <param name="wanted">The tree as it is to be.</param>
    /// <param name="restart">The children whose processes are started anew.</param>
    /// <returns>Null, or why it cannot be done; nothing is changed then.</returns>
    public string? Begin(SupervisorSpec wanted, IReadOnlySet<NodeName> restart)
    {
        if (wanted.Name != tree.Root.Name)
            return $"the tree is another one: running={tree.Root.Name} wanted={wanted.Name}";
        if (tree.Root.IsGoing || tree.Root.State == NodeState.Stopping)
            return $"it is stopping: name={tree.Root.Name}";
        if (IsUnderWay)
            return "a change of the whole tree is being carried out: what leaves has to end first";
        var errors = SpecValidation.Check(wanted).Where(problem => !problem.IsWarning).ToArray();
        if (errors.Length > 0)
            return string.Join("; ", errors.AsEnumerable());
        Amend(tree.Root, wanted, restart);
        _wanted = wanted;
        return null;
    }

    /// <summary>Adds what has become possible, in its place.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool Continue()
    {
        if (_wanted is not { } wanted)
            return false;
        if (tree.Root.Outcome is not null)
        {
            _wanted = null;
            return false;
        }
        var (changed, outstanding) = (false, false);
        Complete(tree.Root, wanted, ref changed, ref outstanding);
        if (!outstanding)
            _wanted = null;
        return changed;
    }

    private void Amend(SupervisorMember supervisor, SupervisorSpec wanted, IReadOnlySet<NodeName> restart)
    {
        supervisor.Amend(wanted);
        foreach (var entry in supervisor.Entries.Where(entry => !entry.IsRemoved).ToArray())
        {
            if (wanted.Children.FirstOrDefault(spec => TreeDifference.IsSame(entry.Spec, spec)) is not { } spec)
                TreeCommands.Dismiss(entry, "no longer part of the topology");
            else if (entry.Members is [SupervisorMember nested])
            {
                entry.Spec = spec;
                Amend(nested, (SupervisorSpec)spec, restart);
            }
            else
                Amend(entry, spec, restart.Contains(spec.Name));
        }
    }

    private void Amend(Entry entry, TreeSpec spec, bool restart)
    {
        var instances = (entry.Spec as ChildSpec)?.Instances;
        entry.Spec = spec;
        if (spec is not ChildSpec child)
            return; // a supervisor that has ended and is gone until what is above it starts anew
        if (child.Instances != instances)
            TreeCommands.Rescale(entry, child);
        tree.Emit(new SpecChanged(entry.Name, child));
        if (restart)
            entry.Standbys!.Discard("its spec has changed");
        foreach (var member in entry.Members.Where(member => restart && !member.IsDoomed))
        {
            member.ResetLadder();
            if (member is { IsAlive: true, Goal: Goal.Run })
            {
                member.Want(Goal.Cycle, "its spec has changed");
                Dependents.Restart(member, tree);
            }
            else if (member.State is NodeState.Backoff or NodeState.Failed && entry.Parent.IsUp)
                member.Await();
        }
    }

    private void Complete(SupervisorMember supervisor, SupervisorSpec wanted, ref bool changed, ref bool outstanding)
    {
        foreach (var spec in wanted.Children)
        {
            if (supervisor.Entries.FirstOrDefault(entry => !entry.IsRemoved && TreeDifference.IsSame(entry.Spec, spec)) is { } entry)
            {
                if (entry.Members is [SupervisorMember nested])
                    Complete(nested, (SupervisorSpec)spec, ref changed, ref outstanding);
            }
            else if (NamesOf(spec).Any(name => tree.Entries.ContainsKey(name) || tree.Nodes.ContainsKey(name)))
                outstanding = true;
            else
            {
                supervisor.Add(spec, isAdded: false);
                changed = true;
            }
        }
        changed |= supervisor.Reorder([.. wanted.Children.Select(child => child.Name)]);
    }

    /// <summary>Every name that an entry, and what is below it, takes.</summary>
    private static IEnumerable<NodeName> NamesOf(TreeSpec spec) =>
        StartOrder.Subtree(spec).SelectMany(entry => entry is ChildSpec child ? child.NodeNames.Append(child.Name) : [entry.Name]);
}
