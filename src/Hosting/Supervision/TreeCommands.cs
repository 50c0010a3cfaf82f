using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>Carries out what a person asks for. A command is checked first: refused, it has changed nothing.</summary>
internal sealed class TreeCommands(TreeContext tree)
{
    /// <summary>Carries out a command.</summary>
    /// <returns>Null, or why it cannot be done.</returns>
    public string? Carry(Command command) => command switch
    {
        ScaleChild or AddChild or RemoveChild when tree.Amendment.IsUnderWay => "a change of the whole tree is being carried out: what leaves has to end first",
        StartChild(var target) => OnRunning(target, Start),
        RestartChild(var target) => OnRunning(target, Restart),
        StopChild stop => Stop(stop),
        ScaleChild(var child, var instances) => Scale(child, instances),
        AddChild(var supervisor, var spec) => Add(supervisor, spec),
        RemoveChild(var target) => Remove(target),
        AmendTree(var wanted, var restart) => tree.Amendment.Begin(wanted, restart),
        StopTree(var reason) => End(reason, kill: false),
        KillTree(var reason) => End(reason, kill: true),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "every command is known"),
    };

    private string? Start(NodeName target, IReadOnlyList<Member> members)
    {
        var startable = members.Where(member => member.Goal is Goal.Rest or Goal.Leave || (!member.IsAlive && member.State != NodeState.Pending)).ToArray();
        if (startable.Length == 0)
            return members[0].State == NodeState.Pending ? $"it is waiting to start already: name={target}" : $"it is running already: name={target}";
        foreach (var member in startable)
            Bring(member);
        return null;
    }

    private string? Restart(NodeName target, IReadOnlyList<Member> members)
    {
        foreach (var member in members.Where(member => member.State != NodeState.Pending))
            Bring(member);
        return null;
    }

    /// <summary>Starts what is down; stops what is alive, now, to start it again.</summary>
    private void Bring(Member member)
    {
        member.ResetLadder();
        // A person restarts what has changed, such as the program: what was started before that is no match for it.
        member.Entry?.Standbys?.Discard("restarted by command");
        if (member.IsAlive)
        {
            member.Want(Goal.Cycle, "restarted by command");
            member.AskToStop();
        }
        else
            member.Await();
        Dependents.Restart(member, tree);
    }

    private string? Stop(StopChild stop)
    {
        if (stop.Target == tree.Root.Name)
            return End(stop.Reason, kill: stop.Shutdown == ShutdownPolicy.BrutalKill);
        if (Resolve(stop.Target, out var members) is { } problem)
            return problem;
        foreach (var member in members)
        {
            if (member.IsAlive)
            {
                member.Want(member.IsTemporary || member.IsDoomed ? Goal.Leave : Goal.Rest, stop.Reason, stop.Shutdown);
                if (stop.Shutdown == ShutdownPolicy.BrutalKill)
                    member.Kill(stop.Reason);
                else
                    member.AskToStop();
            }
            else if (member.State is NodeState.Pending or NodeState.Backoff)
                member.Rest(leave: member.IsTemporary);
        }
        return null;
    }

    private string? Scale(NodeName name, int instances)
    {
        if (!tree.Entries.TryGetValue(name, out var entry))
            return Unknown(name);
        if (entry.Spec is not ChildSpec { Instances: not null } child)
            return $"only a child that was declared with instances can be scaled: name={name}";
        if (entry.IsRemoved)
            return $"it is being removed: name={name}";
        if (Stopping(entry) is { } problem)
            return problem;
        var scaled = child with { Instances = instances };
        if (NewProblems(entry.Parent, entry, scaled) is { } errors)
            return errors;
        Rescale(entry, scaled);
        return null;
    }

    /// <summary>Gives a child as many nodes as its spec says.</summary>
    public static void Rescale(Entry entry, ChildSpec scaled)
    {
        entry.Spec = scaled;
        foreach (var node in entry.Members.Cast<NodeMember>().ToArray())
        {
            if (node.Index > scaled.Instances)
                Dismiss(node, $"scaled to {scaled.Instances}");
            else if (node.Goal == Goal.Leave)
                node.Want(Goal.Cycle, "scaled up again");
        }
        entry.Parent.Fill(entry);
    }

    /// <summary>Stops, in its turn, what a declaration has brought about, and forgets it.</summary>
    public static void Dismiss(Entry entry, string reason)
    {
        entry.IsRemoved = true;
        foreach (var member in entry.Members.ToArray())
        {
            if (member.IsAlive)
                member.Want(Goal.Leave, reason);
            else
                member.Rest(leave: true);
        }
        entry.Parent.Forget(entry);
    }

    private string? Add(NodeName name, TreeSpec spec)
    {
        if (Supervisor(name) is not { } supervisor)
            return $"no such supervisor: name={name}";
        if (supervisor.State == NodeState.Stopping || supervisor.IsGoing)
            return $"the supervisor is stopping: name={name}";
        if (NewProblems(supervisor, null, spec) is { } errors)
            return errors;
        supervisor.Add(spec, isAdded: true);
        return null;
    }

    private string? Remove(NodeName name)
    {
        if (name == tree.Root.Name)
            return $"the root cannot be removed: name={name}";
        if (!tree.Entries.TryGetValue(name, out var entry))
            return tree.Nodes.ContainsKey(name) ? $"an instance cannot be removed, its child can be scaled: name={name}" : Unknown(name);
        if (entry.IsRemoved)
            return $"it is being removed already: name={name}";
        if (Stopping(entry) is { } problem)
            return problem;
        if (NewProblems(entry.Parent, entry, null) is { } errors)
            return errors;
        entry.IsRemoved = true;
        foreach (var member in entry.Members.ToArray())
            Dismiss(member, "removed by command");
        entry.Parent.Forget(entry);
        return null;
    }

    private string? End(string reason, bool kill)
    {
        tree.EndTree(new TreeOutcome.Stopped(reason), offender: null);
        if (kill)
            tree.Root.Kill(reason);
        return null;
    }

    /// <summary>Stops a member, now, and lets it leave the tree.</summary>
    private static void Dismiss(Member member, string reason)
    {
        if (member.IsAlive)
        {
            member.Want(Goal.Leave, reason);
            member.AskToStop();
        }
        else
            member.Rest(leave: true);
    }

    private string? OnRunning(NodeName target, Func<NodeName, IReadOnlyList<Member>, string?> carry)
    {
        if (Resolve(target, out var members) is { } problem)
            return problem;
        Member[] kept = [.. members.Where(member => !member.IsDoomed)];
        if (kept.Length == 0)
            return $"it is being removed: name={target}";
        return kept.Select(NotRunning).FirstOrDefault(problem => problem is not null) ?? carry(target, kept);
    }

    /// <summary>Null when something can be started under a member's supervisor.</summary>
    private static string? NotRunning(Member member)
    {
        if (member.Parent is not { } parent)
            return null;
        if (parent.IsGoing || parent.State == NodeState.Stopping)
            return $"its supervisor is stopping: name={member.Name} supervisor={parent.Name}";
        return parent.IsAlive ? null : $"its supervisor is not running: name={member.Name} supervisor={parent.Name}";
    }

    private static string? Stopping(Entry entry) => entry.Parent.IsGoing || entry.Parent.State == NodeState.Stopping
        ? $"its supervisor is stopping: name={entry.Name} supervisor={entry.Parent.Name}"
        : null;

    /// <summary>What a target names: at least one member, or a problem.</summary>
    private string? Resolve(NodeName target, out IReadOnlyList<Member> members)
    {
        members = [];
        if (target == tree.Root.Name)
            members = [tree.Root];
        else if (tree.Nodes.TryGetValue(target, out var node))
            members = [node];
        else if (tree.Entries.TryGetValue(target, out var entry))
            members = [.. entry.Members];
        else
            return Unknown(target);
        return members.Count > 0 ? null : $"a temporary child that has ended is gone with its spec: name={target}";
    }

    private SupervisorMember? Supervisor(NodeName name) => name == tree.Root.Name
        ? tree.Root
        : tree.Entries.TryGetValue(name, out var entry) && entry.Members is [SupervisorMember supervisor] ? supervisor : null;

    /// <summary>The errors that a change of the declaration would bring; null when none.</summary>
    private string? NewProblems(SupervisorMember supervisor, Entry? replaced, TreeSpec? replacement)
    {
        var before = tree.Root.Spec;
        var known = SpecValidation.Check(before).ToHashSet();
        var found = SpecValidation.Check(Changed(before)).Where(problem => !problem.IsWarning && !known.Contains(problem)).ToArray();
        return found.Length == 0 ? null : string.Join("; ", found.AsEnumerable());

        SupervisorSpec Changed(SupervisorSpec spec)
        {
            if (spec.Name != supervisor.Name)
                return spec with { Children = [.. spec.Children.Select(child => child is SupervisorSpec nested ? Changed(nested) : child)] };
            var kept = spec.Children.Select(child => child.Name == replaced?.Name ? replacement : child);
            return spec with { Children = [.. (replaced is null ? kept.Append(replacement) : kept).OfType<TreeSpec>()] };
        }
    }

    private static string Unknown(NodeName name) => $"no such node, child or supervisor: name={name}";
}
