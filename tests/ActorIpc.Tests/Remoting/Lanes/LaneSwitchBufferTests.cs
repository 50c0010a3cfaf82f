using ActorIpc.Messages.Control;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 1, when more is told during a switch than may wait: the switch is given up, and what waits goes the classic way.</summary>
public sealed class LaneSwitchBufferTests() : LanePair("actoripc.lanes { retry-interval = 20ms, switch-buffer = 100 }")
{
    [Fact]
    public async Task Order_WhenMoreIsToldThanMayWaitForASwitch_IsKeptAndNothingIsLost()
    {
        // Broken once: with what does not fit made dead letters (LanePeer.SendUnderLock, Full for every state) this failed with a number missing.
        Peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "forward");
        var remote = ByPath("/user/forward");
        var sent = 0;
        // The peer reads it the classic way, and nothing behind it, the switch included.
        var standstill = new Standstill();
        remote.Tell(standstill);

        await Eventually.True(
            () =>
            {
                for (var i = 0; i < 1_000; i++)
                    remote.Tell(sent++);
                return LanesOf(Sys).Counts.Fallbacks >= 2;
            },
            Wait,
            "two switches are given up");
        standstill.Until.Set();

        await ExpectMsgAsync<Standstill>(Wait);
        for (var i = 0; i < sent; i++)
            await ExpectMsgAsync(i, Wait);
        Assert.Equal(0, LanesOf(Sys).PeerOf(PeerAddress).Refused);
        // The last messages told may have begun a third switch, which goes through once the peer reads again.
        var given = Assert.Single(LanesOf(Sys).Journal.After(0, LaneJournal.Kept), change => change.Kind != LaneChangeKind.Opened);
        Assert.Equal((LaneChangeKind.NotOpened, true), (given.Kind, given.Reason.Contains("actoripc.lanes.switch-buffer", StringComparison.Ordinal)));
        await OpenAsync(remote);
    }
}
