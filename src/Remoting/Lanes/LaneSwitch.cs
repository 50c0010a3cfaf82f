using Akka.Actor;
using Akka.Remote;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// Sends switches and takes their answers. A switch is Akka's own <see cref="Identify"/> to an actor that is always reached the classic way: when its answer comes,
/// everything told the classic way before it is in its recipients' mailboxes.
/// </summary>
internal sealed class LaneSwitch : ReceiveActor, IWithTimers
{
    private readonly LaneDirectory _lanes;
    private readonly Dictionary<long, Begin> _open = [];
    private long _last;

    /// <summary>Makes the actor.</summary>
    /// <param name="lanes">The lanes of the actor system.</param>
    public LaneSwitch(LaneDirectory lanes)
    {
        _lanes = lanes;
        Context.System.EventStream.Subscribe(Self, typeof(QuarantinedEvent));
        Receive<Begin>(begin =>
        {
            var number = ++_last;
            _open[number] = begin;
            Timers!.StartSingleTimer(number, new Overdue(number), _lanes.Settings.SwitchTimeout);
            Context.ActorSelection(new RootActorPath(begin.Peer.Address) / "system").Tell(new Identify(number));
        });
        Receive<ActorIdentity>(answer =>
        {
            if (answer.MessageId is not long number || !_open.Remove(number, out var begin))
                return;
            Timers!.Cancel(number);
            begin.Peer.CompleteSwitch(begin.Lane);
        });
        Receive<Overdue>(overdue =>
        {
            if (!_open.Remove(overdue.Number, out var begin))
                return;
            begin.Peer.Leave(begin.Lane, $"no answer to the switch within {_lanes.Settings.SwitchTimeout}");
            begin.Lane.Link.Abort("the switch was not answered");
        });
        Receive<QuarantinedEvent>(quarantined => _lanes.Quarantine(quarantined.Address, quarantined.Uid));
    }

    /// <inheritdoc/>
    public ITimerScheduler? Timers { get; set; }

    /// <summary>A switch is to be sent.</summary>
    /// <param name="Peer">To whom.</param>
    /// <param name="Lane">The lane that follows it.</param>
    internal sealed record Begin(LanePeer Peer, LaneSender Lane);

    /// <summary>No answer came in time.</summary>
    private sealed record Overdue(long Number);
}
