using System.Diagnostics;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Lifelines;
using ActorIpc.Serialization.Contracts;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace ActorIpc.Nodes;

/// <summary>
/// A node's side of the control protocol: handshake, pulse, directory, stop. Its mailbox and dispatcher are the ones user actors have, so that
/// its pulse is theirs.
/// </summary>
internal sealed class ControlActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan HelloInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ReadyInterval = TimeSpan.FromMilliseconds(500);

    private readonly Launch _launch;
    private readonly NodeLifetime _lifetime;
    private readonly Func<Node, Task> _setup;
    private readonly ICanTell _host;
    private Hello? _hello; // null exactly until it is first said
    private Node? _node; // null exactly until Adopt

    public ControlActor(Launch launch, NodeLifetime lifetime, Func<Node, Task> setup)
    {
        _launch = launch;
        _lifetime = lifetime;
        _setup = setup;
        _host = Context.ActorSelection($"{launch.HostAddress}/system/{ControlProtocol.HostActor}");
        Presenting();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Self.Tell(Repeat.Hello);
        Timers.StartPeriodicTimer(Repeat.Hello, Repeat.Hello, HelloInterval);
        var deadline = Context.System.Settings.Config.GetTimeSpan("actoripc.node.handshake-timeout");
        Timers.StartSingleTimer(Repeat.GiveUp, Repeat.GiveUp, deadline);
    }

    /// <summary>Before the host has answered.</summary>
    private void Presenting()
    {
        Receive<Repeat>(repeat =>
        {
            if (repeat == Repeat.GiveUp)
                End(NodeExitCode.HandshakeFailed, $"the host did not answer the handshake: host={_launch.HostAddress}");
            else
                _host.Tell(_hello ??= Hello(), Self);
        });
        Receive<Refused>(refused => End(
            refused.IsContractMismatch ? NodeExitCode.ContractMismatch : NodeExitCode.HandshakeFailed, $"the host refused this node: {refused.Reason}"));
        Receive<Adopt>(BeAdopted);
        Receive<StandBy>(order => StandBy(order.Number));
        Receive<Stop>(BeStopped);
        Receive<Ping>(_ => { }); // The host pings adopted nodes only; one may overtake Adopt's retry.
    }

    /// <summary>Without a name: nothing of the user's has run, and all that does not need a name is done.</summary>
    private void Waiting(long number)
    {
        var isWarm = false;
        Receive<Warmed>(warmed =>
        {
            isWarm = true;
            if (warmed.Problem is { } problem)
                Context.GetLogger().Warning("the standby could not warm up, the takeover will be slower: {0}", problem.Message);
            _host.Tell(new StandingBy(number), Self);
        });
        Receive<Ping>(ping => Sender.Tell(new StandbyPong(number, ping.Sequence, Debugger.IsAttached, isWarm), Self));
        Receive<Adopt>(adopt =>
        {
            _host.Tell(new TookOver(adopt.Name, adopt.Incarnation), Self);
            BeAdopted(adopt);
        });
        Receive<StandBy>(_ => { }); // The answer to a repeated Hello.
        Receive<Refused>(refused => End(NodeExitCode.HandshakeFailed, $"the host refused this standby: {refused.Reason}"));
        Receive<Stop>(BeStopped);
    }

    /// <summary>With a name.</summary>
    private void Adopted(Node node)
    {
        Receive<Ping>(ping =>
        {
            Sender.Tell(new Pong(node.Name, node.Incarnation, ping.Sequence, Debugger.IsAttached, NodeLanes.Report(Context.System, ping.LaneChange)), Self);
            if (ping.DirectoryVersion > node.Directory.Version)
                Sender.Tell(new DirectoryRequested(node.Name, node.Incarnation), Self);
        });
        Receive<DirectoryChanged>(changed =>
        {
            node.Directory.Apply(changed);
            if (node.Directory.Find(node.Name) is { State: NodeState.Ready } me && me.Incarnation == node.Incarnation)
                Timers.Cancel(Repeat.Ready);
        });
        Receive<SetupEnded>(ended => OnSetupEnded(node, ended));
        Receive<Repeat>(repeat =>
        {
            if (repeat == Repeat.Ready)
                _host.Tell(new Ready(node.Name, node.Incarnation), Self);
        });
        Receive<Stop>(BeStopped);
        Receive<JobFailed>(failed => _host.Tell(failed, Self));
        Receive<ProgressReported>(progress => _host.Tell(progress, Self));
        Receive<Adopt>(_ => _host.Tell(new TookOver(node.Name, node.Incarnation), Self)); // The answer to a repeated Hello, or the host has not heard it.
        Receive<StandBy>(_ => { }); // The answer to a repeated Hello of its time as a standby.
    }

    private Hello Hello()
    {
        var contract = NodeContract.Of((ExtendedActorSystem)Context.System);
        return new Hello(
            _launch.Cookie,
            Environment.ProcessId,
            ProcessIdentity.StartStampOf(Environment.ProcessId) ?? 0,
            ((ExtendedActorSystem)Context.System).Provider.DefaultAddress.ToString(),
            AddressUidExtension.Uid(Context.System),
            ControlProtocol.Version,
            ProtocolContracts.Hash(contract),
            contract);
    }

    private void StandBy(long number)
    {
        Timers.CancelAll();
        Become(() => Adopted(null!)); // Akka compiles an actor's receivers once for their types: now rather than in the takeover.
        Become(() => Waiting(number));
        var system = Context.System;
        Task.Run(() => WarmUp.Run(system)).ContinueWith(task => new Warmed(task.Exception?.GetBaseException()), TaskScheduler.Default).PipeTo(Self);
    }

    private void BeAdopted(Adopt adopt)
    {
        Timers.CancelAll();
        var node = _node = new Node(Context.System, adopt, _launch.HostAddress, _lifetime, Self);
        node.Directory.Apply(adopt.Directory);
        Become(() => Adopted(node));
        // Outside the actor: set-up code may block or await, while pings want an answer.
        Task.Run(() => _setup(node)).ContinueWith(task => new SetupEnded(task.Exception?.GetBaseException()), TaskScheduler.Default).PipeTo(Self);
    }

    private void OnSetupEnded(Node node, SetupEnded ended)
    {
        if (ended.Error is CannotStartException cannot)
        {
            End(NodeExitCode.CannotStart, cannot.Message);
            return;
        }
        if (ended.Error is { } error)
        {
            End(NodeExitCode.Crashed, $"the node's set-up failed: {error}");
            return;
        }
        // Said until the host's directory shows it: a message can be lost, readiness must not be.
        _host.Tell(new Ready(node.Name, node.Incarnation), Self);
        Timers.StartPeriodicTimer(Repeat.Ready, Repeat.Ready, ReadyInterval);
    }

    private void BeStopped(Stop stop)
    {
        Context.GetLogger().Info("stopping within {0}: {1}", stop.Deadline, stop.Reason);
        _lifetime.Begin(NodeExitCode.Normal, stop.Reason);
    }

    private void End(int exitCode, string reason)
    {
        Timers.CancelAll();
        _lifetime.Begin(exitCode, reason);
    }

    /// <summary>What this actor tells itself on a timer.</summary>
    private enum Repeat
    {
        Hello,
        GiveUp,
        Ready,
    }

    /// <summary>The standby has warmed up, as far as <paramref name="Problem"/> let it.</summary>
    private sealed record Warmed(Exception? Problem);

    /// <summary>The user's set-up has returned, or thrown <paramref name="Error"/>.</summary>
    private sealed record SetupEnded(Exception? Error);
}
