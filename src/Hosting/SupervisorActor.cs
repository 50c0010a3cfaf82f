using System.Diagnostics;
using ActorIpc.Hosting.Contracts;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.References;
using ActorIpc.Hosting.Standbys;
using ActorIpc.Hosting.Statuses;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Remoting.Transports;
using Akka.Actor;

namespace ActorIpc.Hosting;

/// <summary>
/// The shell around the supervision tree: feeds it what happens and carries out what it decides. All state of a host is confined to this actor;
/// nodes, processes, timers and commands reach it as messages.
/// </summary>
internal sealed class SupervisorActor : ReceiveActor, IWithTimers
{
    private readonly SupervisorContext _host;
    private readonly NodeStarter _starter;
    private readonly SupervisionTree _tree;
    private readonly NodeRegistry _registry;
    private readonly StandbyKeeper _standbys;
    private readonly NodeReception _reception;
    private readonly Departures _departures = new();
    private readonly StopLadder _stops;
    private readonly NodeWatch _watch;
    private readonly SystemLinks _links;
    private readonly StatusBook _status;
    private readonly EventTeller _events;
    private readonly RecordKeeper _record;
    private readonly NodeActors _actors;
    private readonly List<(IActorRef Asker, IReadOnlyList<NodeSnapshot> Nodes)> _waiters = [];
    private TreeOutcome? _outcome; // how the tree has ended, once it has and while lives depart
    private string? _refusal; // why the command now being carried out was refused; null when it was not

    public SupervisorActor(SupervisorContext host)
    {
        _host = host;
        _starter = host.Starter;
        _tree = new SupervisionTree(host.Topology.Root, new Random());
        _registry = new NodeRegistry(host.Topology.Children());
        _stops = new StopLadder(this, Self);
        _watch = new NodeWatch(_registry, host.Options, Self);
        _links = SystemLinks.For(Context.System);
        _status = new StatusBook(host.Topology, host.Options.Program, _links);
        _events = new EventTeller(host.Events, _links);
        _actors = new NodeActors(Context);
        _standbys = new StandbyKeeper(host, _events, this, Self);
        _record = new RecordKeeper(host, _registry, _departures, _standbys);
        _reception = new NodeReception(_registry, _standbys, _starter.Addresses, host.Log);
        ReceiveFromNodes();
        ReceiveFromStandbys();
        ReceiveFromProcesses();
        ReceiveFromPeople();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(PulseTick.Instance, PulseTick.Instance, _host.Options.PulseInterval);
        _record.Write();
        Feed(new StartTree());
    }

    /// <summary>This actor's own failure must not leave processes without a supervisor.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        HostingLog.SupervisorFailed(_host.Log, reason.ToString());
        foreach (var run in _registry.Runs)
            run.Process?.Kill();
        foreach (var standby in _standbys.Runs)
            standby.Process?.Kill();
        _host.Failed(reason);
        Context.Stop(Self);
    }

    private void ReceiveFromNodes()
    {
        FromNode<Hello>(hello => _reception.Answer(hello, Sender));
        Receive<Ready>(ready =>
        {
            if (_registry.Find(ready.Name, ready.Incarnation) is { Phase: RunPhase.Adopted } run)
                OnReady(run);
        });
        FromNode<Pong>(pong =>
        {
            if (_registry.Find(pong.Name, pong.Incarnation) is not { } run)
                return;
            run.TookOver();
            foreach (var change in run.Lanes.Take(pong.Lanes))
                _events.LaneChanged(run, change);
            if (run.Pulse.Answer(pong.Sequence, pong.IsDebugged))
                Feed(new NodeAnswered(run.Name, run.Incarnation));
        });
        Receive<DirectoryRequested>(request => _registry.Find(request.Name, request.Incarnation)?.Control?.Tell(_registry.Directory, Self));
        FromNode<JobFailed>(failed =>
        {
            if (_registry.Find(failed.Name, failed.Incarnation) is { } run)
                run.JobFailure = failed.Reason;
        });
        FromNode<ProgressReported>(progress =>
        {
            if (_registry.Find(progress.Name, progress.Incarnation) is null)
                return;
            _status.Progress(progress);
            _events.Progressed(progress);
        });
    }

    /// <summary>Takes a message of a node when it is whole.</summary>
    private void FromNode<T>(Action<T> take)
        where T : class => Receive<T>(message =>
    {
        if (MessageCheck.Missing(message) is { } missing)
            HostingLog.MessageIncomplete(_host.Log, typeof(T).Name, missing, Sender.Path.ToString());
        else
            take(message);
    });

    private void ReceiveFromStandbys()
    {
        Receive<StandingBy>(standing => FeedIfAny(_standbys.OnWarm(standing.Number)));
        Receive<StandbyPong>(pong => FeedIfAny(_standbys.OnPong(pong)));
        Receive<TookOver>(took => _registry.Find(took.Name, took.Incarnation)?.TookOver());
        Receive<StandbySpawned>(spawned =>
        {
            _standbys.OnSpawned(spawned.Standby, spawned.Process);
            _record.Write();
        });
        Receive<StandbySpawnFailed>(failed => OnStandbyEnded(failed.Standby, ReasonOf(failed.Error)));
        Receive<StandbyOverdue>(overdue => _standbys.OnOverdue(overdue.Standby));
        Receive<StandbyKilled>(killed =>
        {
            if (killed.Standby.Life is { } run)
                OnKilled(new ProcessKilled(run, killed.ExitCode));
        });
        Receive<StandbyOver>(over =>
        {
            if (over.Standby.Life is { } run)
                OnOver(new ProcessOver(run, over.ExitCode, over.Drained));
            else
                OnStandbyEnded(over.Standby, ExitReasons.OfStandby(over.Standby, over.ExitCode));
        });
    }

    private void ReceiveFromProcesses()
    {
        Receive<Spawned>(spawned => OnSpawned(spawned.Run, spawned.Process));
        Receive<SpawnFailed>(failed => OnEnded(failed.Run, ReasonOf(failed.Error)));
        Receive<ProcessKilled>(OnKilled);
        Receive<ProcessOver>(OnOver);
        Receive<StartOverdue>(overdue =>
        {
            if (overdue.Run.Phase >= RunPhase.Ready || overdue.Run.StopAsked)
                return;
            if (NodeWatch.IsDebugged(overdue.Run.Pulse, overdue.Run.Process))
                AwaitReady(overdue.Run); // It has its whole time once more.
            else
                overdue.Run.EndBecause(new ExitReason.StartTimedOut(overdue.Run.Spec.StartTimeout));
        });
        Receive<StopStep>(step => _stops.Take(step));
        Receive<PulseTick>(_ => OnPulseTick());
        Receive<RetryDue>(Feed);
    }

    private void ReceiveFromPeople()
    {
        Receive<CarryOut>(order =>
        {
            _refusal = null;
            var affected = order.AwaitEnd is { } target ? NodesOf(target) : [];
            Feed(order.Command);
            if (_refusal is not null || IsOver(affected))
                Sender.Tell(new CommandDone(_refusal), Self);
            else
                _waiters.Add((Sender, affected));
        });
        Receive<SendSignal>(order => Sender.Tell(new CommandDone(Signal(order)), Self));
        Receive<ApplyTopology>(order => Sender.Tell(Apply(order), Self));
        Receive<FollowNodeActor>(order => _actors.Follow(order, Sender, _registry.Directory, _tree.Snapshot(Clock())));
        Receive<Terminated>(ended => _actors.OnTerminated(ended.ActorRef));
        Receive<GetTree>(_ => Sender.Tell(_tree.Snapshot(Clock()), Self));
        Receive<GetStatus>(_ => Sender.Tell(_status.Take(_tree.Snapshot(Clock()), _registry, _standbys, _stops), Self));
    }

    /// <summary>The clock of the supervision tree: monotonic, from the machine's start.</summary>
    private static TimeSpan Clock() => Stopwatch.GetElapsedTime(0);

    private IReadOnlyList<NodeSnapshot> NodesOf(NodeName target) => TreeNames.Find(_tree.Snapshot(Clock()), target) ?? [];

    /// <summary>Null, or why no process could be sent the signal.</summary>
    private string? Signal(SendSignal order)
    {
        if (TreeNames.Find(_tree.Snapshot(Clock()), order.Target) is not { } nodes)
            return $"no such node, child or supervisor: name={order.Target}";
        var sent = nodes.Count(node => _registry.Find(node.Name)?.Process?.Signal(order.Signal) == true);
        return sent > 0 ? null : $"it has no process: name={order.Target} states={string.Join(',', nodes.Select(node => node.State))}";
    }

    /// <summary>Whether nodes have ended, and with them the standbys that were to end.</summary>
    private bool IsOver(IReadOnlyList<NodeSnapshot> nodes) =>
        !nodes.Any(node => _registry.Find(node.Name) is not null || _departures.Contains(node.Name) || _standbys.IsEnding(node.Spec.Name));

    private void FeedIfAny(Input? input)
    {
        if (input is not null)
            Feed(input);
    }

    private void Feed(Input input)
    {
        foreach (var effect in _tree.Handle(input, Clock()))
            CarryOutEffect(effect);
        if (_registry.TakeChange() is { } directory)
        {
            foreach (var run in _registry.Runs)
                run.Control?.Tell(directory, Self);
        }
        _actors.Look(_registry.Directory, () => _tree.Snapshot(Clock()));
    }

    private void CarryOutEffect(Effect effect)
    {
        switch (effect)
        {
            case StartNode { Standby: not null } start:
                TakeOver(start);
                break;
            case SpecChanged changed:
                foreach (var run in _registry.Runs.Where(run => run.Spec.Name == changed.Child))
                    run.Spec = changed.Spec;
                break;
            case StartStandby start:
                _standbys.Start(start);
                break;
            case StopStandby stop:
                _standbys.Stop(stop);
                break;
            case Supervision.StandbyDown down:
                _events.Down(down);
                break;
            case StartNode start:
                Spawn(new NodeRun(start.Name, start.Spec, start.Incarnation));
                break;
            case StopNode stop when _registry.Find(stop.Name, stop.Incarnation) is { } run:
                _events.Stopping(stop);
                _stops.Begin(run, stop.Shutdown, stop.Reason);
                break;
            case ScheduleRetry retry:
                Timers.StartSingleTimer(retry.Token, new RetryDue(retry.Token), retry.Delay);
                break;
            case CancelRetry cancel:
                Timers.Cancel(cancel.Token);
                break;
            case NodeStateChanged changed:
                OnStateChanged(changed);
                break;
            case NodeRemoved removed:
                _registry.Forget(removed.Name);
                break;
            case Supervision.NodeDown down:
                _events.Down(down);
                break;
            case Escalated escalated:
                _events.Escalated(escalated);
                break;
            case TreeCameUp:
                _host.CameUp();
                break;
            case CommandRefused refused:
                _refusal = refused.Problem;
                break;
            case TreeEnded ended when _departures.IsEmpty:
                OnTreeEnded(ended.Outcome);
                break;
            case TreeEnded ended:
                _outcome = ended.Outcome;
                break;
            default:
                break; // Supervisors' own states are read from the tree's snapshot.
        }
    }

    private void Spawn(NodeRun run)
    {
        _registry.Add(run);
        _departures.WhenGone(run, () =>
            _starter.StartAsync(run).PipeTo(Self, success: process => new Spawned(run, process), failure: error => new SpawnFailed(run, error)));
    }

    private TopologyApplied Apply(ApplyTopology order)
    {
        var changes = TopologyDifference.Of(_starter.Topology, _tree.Snapshot(Clock()).Spec, order.Wanted);
        if (order.DryRun)
            return new TopologyApplied(changes, null);
        var before = _starter.Topology;
        _starter.Topology = order.Wanted; // before anything of it is started
        _refusal = null;
        Feed(new AmendTree(order.Wanted.Root, changes.Where(change => change.Kind == TreeChangeKind.Restart).Select(change => change.Name).ToHashSet()));
        if (_refusal is not null)
        {
            _starter.Topology = before;
            return new TopologyApplied([], _refusal);
        }
        _status.Topology = order.Wanted;
        _host.Applied(order.Wanted);
        _record.Write();
        return new TopologyApplied(changes, null);
    }

    private void TakeOver(StartNode start)
    {
        var standby = _standbys.TakeOver(start);
        var run = standby.Life!;
        _registry.Add(run);
        _departures.WhenGone(run, () =>
        {
            _events.Starting(run, run.Process!);
            _starter.HandOver(standby);
            AwaitReady(run);
            Adopt(run);
        });
    }

    private void Adopt(NodeRun run)
    {
        // What it was compared with when it presented itself need not be what lives now.
        if (ContractCheck.Of(run.Label, run, run.ContractHash, run.Contract, _registry.Runs) is { Difference: { } difference })
        {
            run.EndBecause(new ExitReason.StandbyLost(new ExitReason.StartFailed(difference)));
            return;
        }
        run.Control!.Tell(new Adopt(run.Name, run.Spec.Name.Value, run.Incarnation, _registry.Directory), Self);
    }

    private void AwaitReady(NodeRun run) => Timers.StartSingleTimer((run, nameof(StartOverdue)), new StartOverdue(run), run.Spec.StartTimeout);

    private void OnSpawned(NodeRun run, INodeProcess process)
    {
        run.Spawned(process);
        AwaitReady(run);
        _events.Starting(run, process);
        _record.Write();
        _ = process.TellOfEndAsync(Self, killed: exitCode => new ProcessKilled(run, exitCode), over: (exitCode, drained) => new ProcessOver(run, exitCode, drained));
        _stops.Spawned(run);
    }

    private void OnReady(NodeRun run)
    {
        run.BecomeReady();
        Timers.Cancel((run, nameof(StartOverdue)));
        Feed(new Supervision.NodeReady(run.Name, run.Incarnation));
        _events.Ready(run);
    }

    /// <summary>What is wrong when a process could not be started.</summary>
    private static ExitReason ReasonOf(Exception error) => error switch
    {
        ProcessStartException => new ExitReason.CannotStart(error.Message, "correct the child spec, or put the program there"),
        OperationCanceledException => new ExitReason.ShutDown(), // before it was its turn
        _ => new ExitReason.StartFailed(error.Message),
    };

    /// <summary>
    /// A life was killed: its end is told at once. Of one that was asked to stop nothing is told before all of it is gone, as that is what the stop waits for; nor of a standby's whose
    /// predecessor is not gone: names depart one life at a time.
    /// </summary>
    private void OnKilled(ProcessKilled killed)
    {
        if (killed.Run is not { StopAsked: false, IsHeldBack: false, Phase: not RunPhase.Ended } run)
            return;
        _departures.Add(run);
        OnEnded(run, ExitReasons.Of(run, killed.ExitCode));
    }

    private void OnOver(ProcessOver over)
    {
        if (!over.Drained)
            HostingLog.OutputAbandoned(_host.Log, over.Run.Name.Value, over.Run.Incarnation);
        if (_departures.Remove(over.Run))
            OnGone();
        else
            OnEnded(over.Run, ExitReasons.Of(over.Run, over.ExitCode));
    }

    /// <summary>Nothing is left of a life whose end has been told.</summary>
    private void OnGone()
    {
        _links.SweepSoon();
        _record.Write();
        AnswerWaiters();
        if (_outcome is { } outcome && _departures.IsEmpty)
            OnTreeEnded(outcome);
    }

    private void OnStandbyEnded(StandbyRun standby, ExitReason reason)
    {
        _links.SweepSoon();
        Feed(_standbys.OnEnded(standby, reason));
        _record.Write();
        AnswerWaiters();
    }

    private void OnEnded(NodeRun run, ExitReason reason)
    {
        Timers.Cancel((run, nameof(StartOverdue)));
        _stops.Forget(run);
        run.End();
        _registry.Remove(run);
        _events.Remember(run);
        Feed(new NodeExited(run.Name, run.Incarnation, reason));
        _links.SweepSoon();
        _record.Write(); // After the news: what is recorded too much is gone, and reclaiming tells by the start stamp.
        AnswerWaiters();
    }

    private void AnswerWaiters()
    {
        foreach (var waiter in _waiters.Where(waiter => IsOver(waiter.Nodes)).ToList())
        {
            _waiters.Remove(waiter);
            waiter.Asker.Tell(new CommandDone(null), Self);
        }
    }

    private void OnStateChanged(NodeStateChanged changed)
    {
        _registry.Set(changed.Name, changed.Spec.Value, changed.Incarnation, changed.State);
        switch (changed.State)
        {
            case NodeState.Completed or NodeState.Stopped or NodeState.Failed:
                _events.Ended(changed);
                break;
            case NodeState.Hung when _registry.Find(changed.Name, changed.Incarnation) is { } run:
                _events.Hung(run);
                break;
            default:
                break; // The other states have events of their own.
        }
    }

    private void OnPulseTick()
    {
        foreach (var silent in _watch.GoRound())
            Feed(silent);
        foreach (var silent in _standbys.GoRound())
            Feed(silent);
        if (_stops.Waiting() is { Count: > 0 } waiting)
            _events.Waiting(waiting);
    }

    private void OnTreeEnded(TreeOutcome outcome)
    {
        Timers.CancelAll();
        var lines = outcome.Node is { } node && outcome is not TreeOutcome.Completed ? _events.LastLinesOf(node) : [];
        foreach (var (asker, _) in _waiters)
            asker.Tell(new CommandDone(null), Self);
        _waiters.Clear();
        _actors.GiveUpAll(_tree.Snapshot(Clock()));
        _host.Ended(new HostOutcome(outcome, lines));
    }
}
