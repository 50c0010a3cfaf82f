using Akka.Actor;
using Akka.Remote;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// The actor of an actor system's lanes: parent of the switches under way, and the one who hears of quarantines. Not a <see cref="ReceiveActor"/>, whose receivers are compiled while
/// the actor system starts.
/// </summary>
internal sealed class LaneGuardian : UntypedActor
{
    private readonly LaneDirectory _lanes;

    /// <summary>Makes the actor.</summary>
    /// <param name="lanes">The lanes of the actor system.</param>
    public LaneGuardian(LaneDirectory lanes)
    {
        _lanes = lanes;
        Context.System.EventStream.Subscribe(Self, typeof(QuarantinedEvent));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BeginSwitch begin:
                Context.ActorOf(Props.Create(typeof(LaneSwitch), begin.Peer, begin.Lane, begin.Creation));
                break;
            case QuarantinedEvent quarantined:
                _lanes.Quarantine(quarantined.Address, quarantined.Uid);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>A switch is to be sent.</summary>
    /// <param name="Peer">To whom.</param>
    /// <param name="Lane">The lane that follows it.</param>
    /// <param name="Creation">The last creation it is to prove; 0: it opens the lane.</param>
    internal sealed record BeginSwitch(LanePeer Peer, LaneSender Lane, long Creation) : INoSerializationVerificationNeeded;
}
