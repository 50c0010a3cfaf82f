using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 6: system messages, and orders to the daemon, go the classic way, where they are acknowledged and in order; a lane takes none.</summary>
public sealed class LaneSystemMessageTests : LanePair
{
    [Fact]
    public async Task SystemMessages_AndOrdersToTheDaemon_AreNotTakenFromALane()
    {
        // Broken once: without the case of ISystemMessage in LaneReceiver, or that of the daemon, this failed with one error of two.
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);
        var errors = 0;
        Peer.EventStream.Subscribe(
            Peer.ActorOf(Props.Create(() => new Counting<Error>(error => Interlocked.Add(ref errors, error.ToString().Contains("do not come by lane", StringComparison.Ordinal) ? 1 : 0)))),
            typeof(Error));
        var lane = LanesOf(Sys).PeerOf(PeerAddress);

        lane.Send((LaneActorRef)remote, new Terminate(), null);
        lane.Send((LaneActorRef)ByPath("/remote"), "an order", TestActor);

        await Eventually.Equal(2, () => Volatile.Read(ref errors), Wait);
        remote.Tell("still here");
        await ExpectMsgAsync("still here", Wait);
    }

    [Fact]
    public async Task SystemMessages_OfEveryday_GoTheClassicWayWhileALaneIsOpen()
    {
        // Broken once: with watches sent by lane this failed with a time-out, for the peer refuses them.
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);
        Watch(remote);
        Unwatch(remote);
        Watch(remote);

        remote.Tell(PoisonPill.Instance);

        await ExpectTerminatedAsync(remote, Wait);
    }
}
