using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>What the end of a member leads to in its supervisor: OTP's <c>do_restart</c>.</summary>
internal static class MemberEnds
{
    /// <summary>A member ended that nobody had asked to stop, or whose job failed.</summary>
    public static void Decide(SupervisorMember supervisor, Member member, ExitReason reason, ExitClass exit, TreeContext tree)
    {
        // The supervisor is to stop, and its turn has not come: what ends meanwhile is not started again.
        var asked = member.IsGoing;
        if (asked && exit != ExitClass.JobFailed)
        {
            member.ReportDown(reason, asked, restart: null);
            member.Rest(leave: member.IsTemporary);
            return;
        }
        var offender = Offender.Of(member, reason);
        switch (RestartRules.Decide(member.Restart, exit))
        {
            case Verdict.Restart:
                Restart(supervisor, member, offender, tree);
                break;
            case Verdict.End:
                member.ReportDown(reason, asked, restart: null);
                End(supervisor, member, offender, WasGood(member, exit), tree);
                break;
            case Verdict.Fail:
                member.ReportDown(reason, asked, restart: null);
                member.Finish(well: false);
                EndTreeThatCannotStart(member, offender, tree);
                break;
            case Verdict.FailJob:
                member.ReportDown(reason, asked, restart: null);
                member.Finish(well: false);
                var cause = (reason as ExitReason.JobFailed)?.Cause ?? reason.ToString();
                tree.EndTree(new TreeOutcome.JobFailed(offender.Node, offender.Incarnation, cause), offender);
                break;
        }
    }

    private static void Restart(SupervisorMember supervisor, Member member, Offender offender, TreeContext tree)
    {
        var plan = supervisor.CountRestart(member);
        member.ReportDown(offender.Reason, asked: false, plan);
        if (plan is null)
        {
            member.Rest(leave: false);
            Escalate(supervisor, offender, tree);
            return;
        }
        member.RunAgain(plan.Delay);
        RestartOthers(supervisor, member, tree);
        Dependents.Restart(member, tree);
    }

    private static void Escalate(SupervisorMember supervisor, Offender offender, TreeContext tree)
    {
        var outcome = new TreeOutcome.IntensityReached(
            supervisor.Name, offender.Node, offender.Incarnation, offender.Reason, supervisor.Restarts(tree.Now), supervisor.Intensity, supervisor.Period);
        tree.Emit(new Escalated(supervisor.Name, outcome));
        supervisor.EndBecause(outcome, offender);
    }

    /// <summary>One round of one-for-all or rest-for-one. It was counted already, and is not again when one of the others ends before its turn to be stopped.</summary>
    private static void RestartOthers(SupervisorMember supervisor, Member member, TreeContext tree)
    {
        var others = supervisor.Strategy switch
        {
            RestartStrategy.OneForAll => supervisor.Members.Where(other => other != member),
            RestartStrategy.RestForOne => supervisor.Entries.SkipWhile(entry => entry != member.Entry).Skip(1).SelectMany(entry => entry.Members),
            _ => [],
        };
        // What a person stopped stays stopped, and what is to stop anyway keeps its own reason for it.
        var restarted = others.Where(other => other.Goal == Goal.Run && other.State is not (NodeState.Pending or NodeState.Stopped)).ToArray();
        foreach (var other in restarted)
        {
            if (other.IsAlive)
                other.Want(other.IsTemporary ? Goal.Leave : Goal.Cycle, $"restarted with {member.Name}");
            else
                other.Await();
            Dependents.Restart(other, tree);
        }
        if (restarted.Length > 0)
            supervisor.Regroup();
    }

    /// <summary>A member ended and is not restarted.</summary>
    private static void End(SupervisorMember supervisor, Member member, Offender offender, bool well, TreeContext tree)
    {
        member.Finish(well);
        if (member.IsTemporary)
            supervisor.Remove(member);
        EndTreeThatCannotStart(member, offender, tree);
        if (!member.Entry!.Spec.Significant || supervisor.IsGoing || supervisor.State == NodeState.Stopping)
            return;
        var isLast = !supervisor.Members.Any(
            other => other.Entry!.Spec.Significant && (other.IsAlive || other.State is NodeState.Pending or NodeState.Backoff));
        if (supervisor.AutoShutdown == AutoShutdown.Any || (supervisor.AutoShutdown == AutoShutdown.All && isLast))
            supervisor.EndBecause(OutcomeOf(member, offender, well), offender);
    }

    private static TreeOutcome OutcomeOf(Member member, Offender offender, bool well) => (member, well) switch
    {
        (SupervisorMember nested, _) => nested.Outcome!,
        (_, true) => new TreeOutcome.Completed(offender.Node, offender.Incarnation, offender.Reason),
        (_, false) => new TreeOutcome.SignificantFailed(offender.Node, offender.Incarnation, offender.Reason),
    };

    /// <summary>Whether a member that is not restarted has done what it was for. A nested supervisor that gave up has not, though its end counts as shutdown.</summary>
    private static bool WasGood(Member member, ExitClass exit) => member is SupervisorMember nested
        ? nested.Outcome is TreeOutcome.Completed
        : exit is ExitClass.Normal or ExitClass.Shutdown;

    /// <summary>As in OTP, a declared child that cannot start is a failed start of the whole; later it is only a failed child.</summary>
    private static void EndTreeThatCannotStart(Member member, Offender offender, TreeContext tree)
    {
        if (member is NodeMember && offender.Reason is ExitReason.CannotStart cannot && !tree.CameUp && !member.Entry!.ComesFromCommand)
            tree.EndTree(new TreeOutcome.StartFailed(offender.Node, offender.Incarnation, cannot), offender);
    }
}
