using System.Globalization;
using ActorIpc.Messages.Control;
using Akka.Actor;
using Akka.Event;

namespace ActorIpc.Nodes.Deliveries;

/// <summary>Sends a stream to incarnation after incarnation of a node until everything has been processed.</summary>
internal sealed class ReliableSender : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(8);

    private readonly ReliableRef _owner;
    private readonly string _protocol;
    private readonly int _stream;
    private readonly string _address = ((ExtendedActorSystem)Context.System).Provider.DefaultAddress.ToString();
    private readonly SentStream<Outgoing> _sent = new();
    private IActorRef? _receiver; // null exactly while the node is down
    private TimeSpan _patience = ShortestPatience;
    private bool _isTimerSet;
    private bool _progressed; // since the timer was set
    private int _silences; // how often the timer came without progress

    public ReliableSender(ReliableRef owner, string protocol, int stream)
    {
        (_owner, _protocol, _stream) = (owner, protocol, stream);
        Receive<Outgoing>(message =>
        {
            _sent.Add(message);
            Pump();
        });
        Receive<DeliveryProcessed>(OnProcessed);
        Receive<TargetUp>(up =>
        {
            _receiver = ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef($"{up.Address}/user/{DeliveryReceiver.Name}");
            (_patience, _silences) = (ShortestPatience, 0);
            GoBack();
        });
        Receive<TargetDown>(_ => _receiver = null);
        Receive<SilenceOver>(_ => OnSilence());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The actor's name, below <c>/user</c>.</summary>
    /// <param name="stream">The stream's number.</param>
    public static string NameOf(int stream) => string.Create(CultureInfo.InvariantCulture, $"{DeliveryReceiver.Name}-{stream}");

    public static Props Props(ReliableRef owner, string protocol, int stream) =>
        Akka.Actor.Props.Create(() => new ReliableSender(owner, protocol, stream));

    /// <summary>A new actor would begin to count again, and be taken for the old one: an error of ours ends the stream, audibly.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        Context.GetLogger().Error(reason, "a reliable stream has ended by an error: ref={0} unprocessed={1}", _owner.Path.Name, _sent.Count);
        Context.Stop(Self);
    }

    private void OnProcessed(DeliveryProcessed processed)
    {
        var settled = _sent.Settle(processed.Sequence);
        if (settled == 0)
            return;
        _owner.Settle(settled);
        (_patience, _silences, _progressed) = (ShortestPatience, 0, true);
        Pump();
    }

    private void Pump()
    {
        if (_receiver is not { } receiver)
            return;
        while (_sent.TryNext(out var sequence, out var outgoing))
            receiver.Tell(new Deliver(_address, _stream, _protocol, sequence, _sent.First, outgoing.Message), outgoing.Sender ?? ActorRefs.NoSender);
        if (_isTimerSet || !_sent.IsUnderWay)
            return;
        (_isTimerSet, _progressed) = (true, false);
        Timers.StartSingleTimer(SilenceOver.Instance, SilenceOver.Instance, _patience);
    }

    private void GoBack()
    {
        _owner.Repeat(_sent.GoBack());
        Pump();
    }

    /// <summary>Nothing was heard for a while. Messages, or what was said of them, may have got lost; or the actor is busy.</summary>
    private void OnSilence()
    {
        _isTimerSet = false;
        if (_receiver is null || !_sent.IsUnderWay)
            return;
        if (_progressed)
        {
            Pump();
            return;
        }
        _patience = _patience * 2 < LongestPatience ? _patience * 2 : LongestPatience;
        if (++_silences > 1)
            DropWhatCannotTravel();
        GoBack();
    }

    /// <summary>A message that the serializer refuses would be in the way for ever.</summary>
    private void DropWhatCannotTravel()
    {
        while (_sent.TryPeek(out var head) && WhyNot(head) is { } why)
        {
            Context.GetLogger().Error("a message cannot be delivered: {0}", why);
            _owner.Drop(head.Message, head.Sender, why);
            _owner.Settle(_sent.Settle(_sent.First));
        }
    }

    private string? WhyNot(Outgoing head)
    {
        var system = (ExtendedActorSystem)Context.System;
        var message = new Deliver(_address, _stream, _protocol, _sent.First, _sent.First, head.Message);
        try
        {
            system.Serialization.Serialize(message);
            return null;
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    /// <summary>An incarnation of the node can be reached.</summary>
    internal sealed record TargetUp(string Address);

    /// <summary>It can no longer be reached.</summary>
    internal sealed record TargetDown
    {
        public static TargetDown Instance { get; } = new();
    }

    /// <summary>The timer's message.</summary>
    private sealed record SilenceOver
    {
        public static SilenceOver Instance { get; } = new();
    }
}
