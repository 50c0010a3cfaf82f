using Akka.Actor;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// One switch: Akka's own <see cref="Identify"/>, sent the classic way to an actor that is always reached the classic way. When its answer comes, everything told the classic way
/// before it is in its recipients' mailboxes. An actor of its own for each, so that a late answer is never taken for another's, and an id of null, which every system can read.
/// </summary>
internal sealed class LaneSwitch : ReceiveActor
{
    /// <summary>Makes the actor, which sends at once.</summary>
    /// <param name="peer">To whom.</param>
    /// <param name="lane">The lane that follows.</param>
    /// <param name="timeout">How long the answer may take.</param>
    public LaneSwitch(LanePeer peer, LaneSender lane, TimeSpan timeout)
    {
        Context.ActorSelection(new RootActorPath(peer.Address) / "system").Tell(new Identify(null!));
        Context.SetReceiveTimeout(timeout);
        Receive<ActorIdentity>(_ =>
        {
            peer.CompleteSwitch(lane);
            Context.Stop(Self);
        });
        Receive<ReceiveTimeout>(_ =>
        {
            peer.Leave(lane, $"no answer to the switch within {timeout}");
            lane.Link.Abort("the switch was not answered");
            Context.Stop(Self);
        });
    }
}
