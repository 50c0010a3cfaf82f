using Akka.Actor;
using Akka.Remote;

namespace ActorIpc.Remoting.Lanes;

/// <summary>The actor of an actor system's lanes: parent of the switches under way, and the one who hears of quarantines.</summary>
internal sealed class LaneGuardian : ReceiveActor
{
    /// <summary>Makes the actor.</summary>
    /// <param name="lanes">The lanes of the actor system.</param>
    public LaneGuardian(LaneDirectory lanes)
    {
        Context.System.EventStream.Subscribe(Self, typeof(QuarantinedEvent));
        Receive<BeginSwitch>(begin => Context.ActorOf(Props.Create(() => new LaneSwitch(begin.Peer, begin.Lane, begin.Creation))));
        Receive<QuarantinedEvent>(quarantined => lanes.Quarantine(quarantined.Address, quarantined.Uid));
    }

    /// <summary>A switch is to be sent.</summary>
    /// <param name="Peer">To whom.</param>
    /// <param name="Lane">The lane that follows it.</param>
    /// <param name="Creation">The last creation it is to prove; 0: it opens the lane.</param>
    internal sealed record BeginSwitch(LanePeer Peer, LaneSender Lane, long Creation) : INoSerializationVerificationNeeded;
}
