using System.Diagnostics;
using Akka.Actor;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// One switch: Akka's own <see cref="Identify"/>, sent the classic way to an actor that is always reached the classic way. When its answer comes, everything told the classic way
/// before it is in its recipients' mailboxes, and every actor whose deployment was ordered before it is there. An actor of its own for each, so that a late answer is never taken
/// for another's, and an id of null, which every system can read.
/// </summary>
internal sealed class LaneSwitch : ReceiveActor
{
    /// <summary>Makes the actor, which sends at once.</summary>
    /// <param name="peer">To whom.</param>
    /// <param name="lane">The lane that follows.</param>
    /// <param name="creation">The last creation it is to prove; 0: it opens the lane.</param>
    public LaneSwitch(LanePeer peer, LaneSender lane, long creation)
    {
        var timeout = peer.SwitchPatience; // then a lane that is to be opened is given up, and a creation, whose lane is in use, is asked for again
        var begun = Stopwatch.GetTimestamp();
        var isGivenUp = false;
        var there = Context.ActorSelection(new RootActorPath(peer.Address) / "system");
        there.Tell(new Identify(null!));
        Context.SetReceiveTimeout(timeout);
        Receive<ActorIdentity>(_ =>
        {
            if (creation == 0)
                peer.CompleteSwitch(lane, Stopwatch.GetElapsedTime(begun));
            else
                peer.CompleteCreation(lane, creation);
            Context.Stop(Self);
        });
        Receive<ReceiveTimeout>(_ =>
        {
            if (creation > 0 && lane.Link.IsOpen)
            {
                there.Tell(new Identify(null!));
                return;
            }
            if (creation > 0 || isGivenUp)
            {
                Context.Stop(Self);
                return;
            }
            // A late answer still tells how long the classic way takes.
            isGivenUp = true;
            Context.SetReceiveTimeout(LanePeer.LongestSwitch);
            peer.Leave(lane, $"no answer to the switch within {timeout}");
            lane.Link.Abort("the switch was not answered");
        });
    }
}
