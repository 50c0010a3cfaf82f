using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Hosting.Standbys;

/// <summary>
/// Starts, watches, hands over and ends the processes of standbys, as the supervision tree decides. Confined to the supervisor actor.
/// </summary>
/// <param name="host">What the supervisor needs of the host around it.</param>
/// <param name="events">Tells what happens.</param>
/// <param name="timers">The supervisor actor's timers.</param>
/// <param name="self">The supervisor actor.</param>
internal sealed class StandbyKeeper(SupervisorContext host, EventTeller events, IWithTimers timers, IActorRef self)
{
    private readonly Dictionary<long, StandbyRun> _standbys = [];

    /// <summary>The standbys that no life has taken, oldest first.</summary>
    public IEnumerable<StandbyRun> Runs => _standbys.Values.OrderBy(standby => standby.Number);

    /// <summary>The standby a process claims to be; null when none was given this cookie.</summary>
    public StandbyRun? FindByCookie(string cookie) => _standbys.Values.FirstOrDefault(standby => standby.Cookie == cookie);

    /// <summary>A standby that no life has taken; null when there is none of this number.</summary>
    public StandbyRun? Find(long number) => _standbys.GetValueOrDefault(number);

    /// <summary>Whether a standby of a child is still on its way out.</summary>
    public bool IsEnding(NodeName child) => _standbys.Values.Any(standby => standby.Child == child && standby.StopAsked);

    /// <summary>Starts one.</summary>
    public void Start(StartStandby start)
    {
        var standby = new StandbyRun(start.Child, start.Spec, start.Number);
        _standbys.Add(start.Number, standby);
        host.Starter.StartAsync(standby).PipeTo(
            self, success: process => new StandbySpawned(standby, process), failure: error => new StandbySpawnFailed(standby, error));
    }

    /// <summary>Ends one that is not wanted any more.</summary>
    public void Stop(StopStandby stop) => Find(stop.Number)?.Stop();

    /// <summary>One has a process.</summary>
    public void OnSpawned(StandbyRun standby, INodeProcess process)
    {
        standby.Spawned(process);
        AwaitReady(standby);
        events.StandbyStarting(standby, process);
        _ = process.TellOfEndAsync(self, killed: exitCode => new StandbyKilled(standby, exitCode), over: (exitCode, drained) => new StandbyOver(standby, exitCode, drained));
    }

    /// <summary>One has not become ready in its time.</summary>
    public void OnOverdue(StandbyRun standby)
    {
        if (standby.Phase >= StandbyPhase.Ready || standby.StopAsked)
            return;
        if (NodeWatch.IsDebugged(standby.Pulse, standby.Process))
            AwaitReady(standby);
        else
            standby.EndBecause(new ExitReason.StartTimedOut(standby.Spec.StartTimeout));
    }

    /// <summary>One says that it is warm.</summary>
    /// <returns>What to tell the supervision tree; null when it is known already, or is of no interest any more.</returns>
    public Supervision.StandbyReady? OnWarm(long number)
    {
        if (Find(number) is not { Phase: StandbyPhase.Warming } standby)
            return null;
        standby.BecomeReady();
        timers.Timers.Cancel((standby, nameof(StandbyOverdue)));
        events.StandbyReady(standby);
        return new Supervision.StandbyReady(number);
    }

    /// <summary>One answers a ping.</summary>
    /// <returns>As <see cref="OnWarm"/>.</returns>
    public Supervision.StandbyReady? OnPong(StandbyPong pong)
    {
        Find(pong.Number)?.Pulse.Answer(pong.Sequence, pong.IsDebugged);
        return pong.IsWarm ? OnWarm(pong.Number) : null;
    }

    /// <summary>Hands a life to one.</summary>
    /// <returns>The standby, which has the life.</returns>
    public StandbyRun TakeOver(StartNode start)
    {
        _standbys.Remove(start.Standby!.Value, out var standby);
        standby!.BecomeLife(NodeRun.TakenOver(standby, start.Name, start.Spec, start.Incarnation));
        return standby;
    }

    /// <summary>One that no life has taken is over.</summary>
    /// <returns>What to tell the supervision tree.</returns>
    public StandbyExited OnEnded(StandbyRun standby, ExitReason reason)
    {
        _standbys.Remove(standby.Number);
        timers.Timers.Cancel((standby, nameof(StandbyOverdue)));
        events.Remember(standby);
        return new StandbyExited(standby.Number, standby.EndedByHost ?? reason);
    }

    /// <summary>Pings all of them and looks at their memory.</summary>
    /// <returns>Those that have left too many pings unanswered.</returns>
    public IReadOnlyList<StandbySilent> GoRound()
    {
        var silent = new List<StandbySilent>();
        foreach (var standby in _standbys.Values.Where(standby => standby is { Control: not null, StopAsked: false, EndedByHost: null }))
        {
            if (standby.Pulse.Tick() is not { } sequence)
                continue;
            standby.Control!.Tell(new Ping(sequence, 0, 0), self);
            var limit = standby.Phase == StandbyPhase.Ready ? host.Options.MissedPulses : host.Options.MissedPulsesWhileStarting;
            if (standby.Pulse.Missed > limit && !NodeWatch.IsDebugged(standby.Pulse, standby.Process))
                silent.Add(new StandbySilent(standby.Number, standby.Pulse.Silence));
            if (standby.Spec.MemoryCeiling is { } ceiling && ProcessTable.ResidentBytes(standby.Process!.Identity.Pid) is { } bytes && bytes > ceiling)
                standby.EndBecause(new ExitReason.OverMemory(bytes, ceiling));
        }
        return silent;
    }

    private void AwaitReady(StandbyRun standby) =>
        timers.Timers.StartSingleTimer((standby, nameof(StandbyOverdue)), new StandbyOverdue(standby), standby.Spec.StartTimeout);
}
