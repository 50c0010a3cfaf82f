using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>Brings about, in order, what is wanted and has become possible: stops whose turn has come, starts that need not wait any more, supervisors that are done.</summary>
internal static class Settlement
{
    /// <summary>Brings about everything that is possible now in a whole tree.</summary>
    public static void Settle(TreeContext tree)
    {
        do
        {
            if (tree.Root.State == NodeState.Pending && !tree.HasEnded)
                tree.Root.Launch();
        }
        // Nothing starts before what a change of the tree brings is there: it may be part of what a start depends on.
        while ((Settle(tree.Root, tree) || tree.Amendment.Continue() || LaunchNext(tree.Root)) && !tree.HasEnded);
        if (tree.HasEnded)
            return;
        foreach (var entry in tree.Entries.Values)
            entry.Standbys?.Prune();
        foreach (var entry in tree.Entries.Values)
            entry.Standbys?.Replenish();
    }

    /// <summary>One pass over a supervisor, what is below it first; nothing starts.</summary>
    /// <returns>Whether anything changed; then something further may have become possible.</returns>
    private static bool Settle(SupervisorMember supervisor, TreeContext tree)
    {
        if (!supervisor.IsAlive)
            return false;
        var changed = false;
        foreach (var nested in supervisor.Members.OfType<SupervisorMember>().ToArray())
            changed |= Settle(nested, tree);
        changed |= StopNext(supervisor);
        changed |= BecomeReady(supervisor, tree);
        changed |= End(supervisor, tree);
        return changed;
    }

    /// <summary>Asks the members to stop whose turn it is: right to left, dependents first, the instances of a child together.</summary>
    private static bool StopNext(SupervisorMember supervisor)
    {
        foreach (var entry in supervisor.Order.Reverse())
        {
            if (!entry.Members.Exists(IsLeaving))
                continue;
            var next = entry.Members.Where(member => IsLeaving(member) && member.State != NodeState.Stopping).ToArray();
            foreach (var member in next)
                member.AskToStop();
            return next.Length > 0; // the turn of what started before it comes when all of these are down
        }
        return false;
    }

    /// <summary>Starts, left to right, what may start, what is below first.</summary>
    private static bool LaunchNext(SupervisorMember supervisor)
    {
        if (!supervisor.IsAlive)
            return false;
        var changed = false;
        foreach (var nested in supervisor.Members.OfType<SupervisorMember>().ToArray())
            changed |= LaunchNext(nested);
        if (supervisor.State == NodeState.Stopping || supervisor.IsGoing)
            return changed;
        var next = supervisor.Order
            .SelectMany(entry => entry.Members)
            .Where(member => member.State == NodeState.Pending && MayLaunch(supervisor, member.Entry!) && !member.HasToWait)
            .ToArray();
        foreach (var member in next)
            member.Launch();
        return changed || next.Length > 0;
    }

    /// <summary>In one-for-all and rest-for-one nothing starts before the round has stopped everything and the backoff of what failed is over.</summary>
    private static bool MayLaunch(SupervisorMember supervisor, Entry entry)
    {
        if (supervisor.Strategy == RestartStrategy.OneForOne)
            return true;
        var gates = supervisor.Strategy == RestartStrategy.OneForAll
            ? supervisor.Members
            : supervisor.Entries.TakeWhile(earlier => earlier != entry).SelectMany(earlier => earlier.Members);
        return !supervisor.Members.Any(IsLeaving) && !gates.Any(member => member.State == NodeState.Backoff);
    }

    private static bool BecomeReady(SupervisorMember supervisor, TreeContext tree)
    {
        if (supervisor.State != NodeState.Starting || supervisor.IsGoing || !supervisor.Members.All(member => member.HasSettled))
            return false;
        supervisor.BecomeReady();
        if (supervisor == tree.Root && !tree.CameUp)
        {
            tree.CameUp = true;
            tree.Emit(new TreeCameUp());
        }
        return true;
    }

    /// <summary>A stopping supervisor is down with its last member, and the last standby of one.</summary>
    private static bool End(SupervisorMember supervisor, TreeContext tree)
    {
        if (supervisor.State != NodeState.Stopping || supervisor.Members.Any(member => member.IsAlive)
            || supervisor.Entries.Any(entry => entry.Standbys is { IsEmpty: false }))
        {
            return false;
        }
        if (supervisor == tree.Root && supervisor.Outcome is not null)
            supervisor.EndTree();
        else if (supervisor.Goal != Goal.Run)
        {
            supervisor.NoteEnd(new ExitReason.ShutDown());
            supervisor.EndAsWanted();
        }
        else
        {
            var reason = new ExitReason.SupervisorEnded(supervisor.Outcome!);
            supervisor.NoteEnd(reason);
            MemberEnds.Decide(supervisor.Parent!, supervisor, reason, ExitClass.Shutdown, tree);
        }
        return true;
    }

    private static bool IsLeaving(Member member) => member.IsAlive && member.Goal != Goal.Run;
}
