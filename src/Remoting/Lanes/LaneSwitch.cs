using System.Diagnostics;
using Akka.Actor;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// One switch: Akka's own <see cref="Identify"/>, sent the classic way to an actor that is always reached the classic way. When its answer comes, everything told the classic way
/// before it is in its recipients' mailboxes, and every actor whose deployment was ordered before it is there. An actor of its own for each, so that a late answer is never taken
/// for another's, and an id of null, which every system can read. Not a <see cref="ReceiveActor"/>, whose receivers are compiled while the first messages wait.
/// </summary>
internal sealed class LaneSwitch : UntypedActor
{
    private readonly LanePeer _peer;
    private readonly LaneSender _lane;
    private readonly long _creation;
    private readonly TimeSpan _timeout; // then a lane that is to be opened is given up, and a creation, whose lane is in use, is asked for again
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly ActorSelection _there;
    private bool _isGivenUp;

    /// <summary>Makes the actor, which sends at once.</summary>
    /// <param name="peer">To whom.</param>
    /// <param name="lane">The lane that follows.</param>
    /// <param name="creation">The last creation it is to prove; 0: it opens the lane.</param>
    public LaneSwitch(LanePeer peer, LaneSender lane, long creation)
    {
        _peer = peer;
        _lane = lane;
        _creation = creation;
        _timeout = peer.SwitchPatience;
        _there = Context.ActorSelection(new RootActorPath(peer.Address) / "system");
        _there.Tell(new Identify(null!));
        Context.SetReceiveTimeout(_timeout);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ActorIdentity:
                OnAnswer();
                break;
            case ReceiveTimeout:
                OnSilence();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnAnswer()
    {
        if (_creation == 0)
            _peer.CompleteSwitch(_lane, Stopwatch.GetElapsedTime(_begun));
        else
            _peer.CompleteCreation(_lane, _creation);
        Context.Stop(Self);
    }

    private void OnSilence()
    {
        if (_creation > 0 && _lane.Link.IsOpen)
        {
            _there.Tell(new Identify(null!));
            return;
        }
        if (_creation > 0 || _isGivenUp)
        {
            Context.Stop(Self);
            return;
        }
        // A late answer still tells how long the classic way takes.
        _isGivenUp = true;
        Context.SetReceiveTimeout(LanePeer.LongestSwitch);
        _peer.Leave(_lane, $"no answer to the switch within {_timeout}");
        _lane.Link.Abort("the switch was not answered");
    }
}
