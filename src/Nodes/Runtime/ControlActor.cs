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
/// its pulse is theirs. Not a <see cref="ReceiveActor"/>, whose receivers are compiled while the node starts.
/// </summary>
internal sealed class ControlActor : UntypedActor, IWithTimers
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
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Self.Tell(Repeat.Hello);
        Timers.StartPeriodicTimer(Repeat.Hello, Repeat.Hello, HelloInterval);
        var deadline = Context.System.Settings.Config.GetTimeSpan("actoripc.node.handshake-timeout");
        Timers.StartSingleTimer(Repeat.GiveUp, Repeat.GiveUp, deadline);
    }

    /// <summary>A message that is not whole is dropped: a node must not fail by what anybody can send it.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (MessageCheck.Missing(message) is not { } missing)
            return base.AroundReceive(receive, message);
        Context.GetLogger().Warning("a control message is not whole and was dropped: message={0} missing={1} sender={2}", message.GetType().Name, missing, Sender.Path);
        return true;
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Presenting(message);

    /// <summary>Before the host has answered.</summary>
    private void Presenting(object message)
    {
        switch (message)
        {
            case Repeat.GiveUp:
                End(NodeExitCode.HandshakeFailed, $"the host did not answer the handshake: host={_launch.HostAddress}");
                break;
            case Repeat:
                _host.Tell(_hello ??= Hello(), Self);
                break;
            case Refused refused:
                End(refused.IsContractMismatch ? NodeExitCode.ContractMismatch : NodeExitCode.HandshakeFailed, $"the host refused this node: {refused.Reason}");
                break;
            case Adopt adopt:
                BeAdopted(adopt);
                break;
            case StandBy order:
                BecomeStandby(order.Number);
                break;
            case Stop stop:
                BeStopped(stop);
                break;
            case Ping: // The host pings adopted nodes only; one may overtake Adopt's retry.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Without a name: nothing of the user's has run, and all that does not need a name is done.</summary>
    private UntypedReceive Waiting(long number)
    {
        var isWarm = false;
        return message =>
        {
            switch (message)
            {
                case Warmed warmed:
                    isWarm = true;
                    if (warmed.Problem is { } problem)
                        Context.GetLogger().Warning("the standby could not warm up, the takeover will be slower: {0}", problem.Message);
                    _host.Tell(new StandingBy(number), Self);
                    break;
                case Ping ping:
                    Sender.Tell(new StandbyPong(number, ping.Sequence, Debugger.IsAttached, isWarm), Self);
                    break;
                case Adopt adopt:
                    _host.Tell(new TookOver(adopt.Name, adopt.Incarnation), Self);
                    BeAdopted(adopt);
                    break;
                case StandBy: // The answer to a repeated Hello.
                    break;
                case Refused refused:
                    End(NodeExitCode.HandshakeFailed, $"the host refused this standby: {refused.Reason}");
                    break;
                case Stop stop:
                    BeStopped(stop);
                    break;
                default:
                    Unhandled(message);
                    break;
            }
        };
    }

    /// <summary>With a name.</summary>
    private UntypedReceive Adopted(Node node) => message =>
    {
        switch (message)
        {
            case Ping ping:
                Sender.Tell(new Pong(node.Name, node.Incarnation, ping.Sequence, Debugger.IsAttached, NodeLanes.Report(Context.System, ping.LaneChange)), Self);
                if (ping.DirectoryVersion > node.Directory.Version)
                    Sender.Tell(new DirectoryRequested(node.Name, node.Incarnation), Self);
                break;
            case DirectoryChanged changed:
                node.Directory.Apply(changed);
                if (node.Directory.Find(node.Name) is { State: NodeState.Ready } me && me.Incarnation == node.Incarnation)
                    Timers.Cancel(Repeat.Ready);
                break;
            case SetupEnded ended:
                OnSetupEnded(node, ended);
                break;
            case Repeat.Ready:
                _host.Tell(new Ready(node.Name, node.Incarnation), Self);
                break;
            case Repeat: // One that was on its way when its timer was cancelled.
                break;
            case Stop stop:
                BeStopped(stop);
                break;
            case JobFailed or ProgressReported:
                _host.Tell(message, Self);
                break;
            case Adopt: // The answer to a repeated Hello, or the host has not heard it.
                _host.Tell(new TookOver(node.Name, node.Incarnation), Self);
                break;
            case StandBy: // The answer to a repeated Hello of its time as a standby.
                break;
            default:
                Unhandled(message);
                break;
        }
    };

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

    private void BecomeStandby(long number)
    {
        Timers.CancelAll();
        Become(Waiting(number));
        var system = Context.System;
        Task.Run(() => WarmUp.RunAsync(system)).ContinueWith(task => new Warmed(task.Exception?.GetBaseException()), TaskScheduler.Default).PipeTo(Self);
    }

    private void BeAdopted(Adopt adopt)
    {
        Timers.CancelAll();
        var node = _node = new Node(Context.System, adopt, _launch.HostAddress, _lifetime, Self);
        node.Directory.Apply(adopt.Directory);
        Become(Adopted(node));
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
