using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Hosting.Processes;

/// <summary>Pings the nodes and looks at their memory, all of them once a round. Confined to the supervisor actor.</summary>
/// <param name="registry">The book of nodes.</param>
/// <param name="options">How many pings may stay unanswered.</param>
/// <param name="self">The supervisor actor, which gets the answers.</param>
internal sealed class NodeWatch(NodeRegistry registry, HostOptions options, IActorRef self)
{
    /// <summary>How many pings in a row a standby that is to take over may leave unanswered.</summary>
    private const int PatienceWithTakeovers = 2;

    /// <summary>Goes round once.</summary>
    /// <returns>The nodes that have left too many pings unanswered.</returns>
    public IReadOnlyList<NodeSilent> GoRound()
    {
        var silent = new List<NodeSilent>();
        foreach (var run in registry.Runs.Where(run => run is { Phase: RunPhase.Adopted or RunPhase.Ready, IsHeldBack: false }))
        {
            if (run.Pulse.Tick() is not { } sequence)
                continue;
            run.Control!.Tell(new Ping(sequence, registry.Directory.Version, run.Lanes.LastChange), self);
            if (run is { IsTakingOver: true, EndedByHost: null })
                PressTakeover(run);
            var limit = run.Phase == RunPhase.Ready ? options.MissedPulses : options.MissedPulsesWhileStarting;
            if (run.Pulse.Missed > limit && !run.StopAsked && !IsDebugged(run.Pulse, run.Process))
                silent.Add(new NodeSilent(run.Name, run.Incarnation, Silence(run)));
            CheckMemory(run);
        }
        return silent;
    }

    /// <summary>
    /// Whether somebody debugs a node, so that its silence is no hang: with a managed debugger, which the node says in its answers, or with one that stops the whole
    /// process (ptrace(2): gdb, lldb), which the kernel says.
    /// </summary>
    /// <param name="pulse">The node's answers.</param>
    /// <param name="process">Its process; null when there is none yet.</param>
    public static bool IsDebugged(Pulse pulse, INodeProcess? process) => pulse.IsDebugged || (process is not null && ProcessTable.IsTraced(process.Identity.Pid));

    /// <summary>A takeover that was not heard of is told again; a standby that still does not react is as good as lost, and the node does not wait for it.</summary>
    private void PressTakeover(NodeRun run)
    {
        if (run.Pulse.Missed > PatienceWithTakeovers && !IsDebugged(run.Pulse, run.Process))
            run.EndBecause(new ExitReason.StandbyLost(new ExitReason.Hung(run.Pulse.Silence)));
        else
            run.Control!.Tell(new Adopt(run.Name, run.Spec.Name.Value, run.Incarnation, registry.Directory), self);
    }

    private static TimeSpan Silence(NodeRun run)
    {
        var silence = run.Pulse.Silence;
        if (run.Spec.OnHang == HangPolicy.Restart)
            run.EndedByHost ??= new ExitReason.Hung(silence);
        return silence;
    }

    private static void CheckMemory(NodeRun run)
    {
        if (run.Spec.MemoryCeiling is not { } ceiling || run.EndedByHost is not null)
            return;
        if (ProcessTable.ResidentBytes(run.Process!.Identity.Pid) is { } bytes && bytes > ceiling)
            run.EndBecause(new ExitReason.OverMemory(bytes, ceiling));
    }
}
