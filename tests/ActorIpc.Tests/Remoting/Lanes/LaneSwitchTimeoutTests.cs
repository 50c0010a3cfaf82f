using ActorIpc.Remoting.Lanes;
using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 1, when a switch is not answered in time: what waits goes the classic way.</summary>
public sealed class LaneSwitchTimeoutTests() : LanePair("actoripc.lanes { retry-interval = 20ms, switch-timeout = 100ms }")
{
    [Fact]
    public async Task Order_AcrossASwitchThatTimesOut_IsKeptAndNothingIsLost()
    {
        // Broken once: with the buffer forgotten when a switch was given up this failed with a number missing.
        Peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "forward");
        var remote = ByPath("/user/forward");
        var sent = 0;
        // The peer reads it the classic way, and nothing behind it, the switch included.
        var standstill = new Standstill();
        remote.Tell(standstill);

        await Eventually.True(
            () =>
            {
                remote.Tell(sent++);
                return LanesOf(Sys).Counts.Fallbacks >= 2;
            },
            Wait,
            "two switches time out");
        standstill.Until.Set();

        await ExpectMsgAsync<Standstill>(Wait);
        for (var i = 0; i < sent; i++)
            await ExpectMsgAsync(i, Wait);
        await Eventually.True(() => { remote.Tell("open"); return State == LaneState.Open; }, Wait, "a lane after all");
    }
}
