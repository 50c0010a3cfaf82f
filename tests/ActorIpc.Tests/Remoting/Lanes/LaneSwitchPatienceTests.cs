using ActorIpc.Remoting.Lanes;
using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 1, where the classic way is further behind than a switch may take: the next switch may take longer, or no lane would ever open.</summary>
public sealed class LaneSwitchPatienceTests() : LanePair("actoripc.lanes { retry-interval = 1h, switch-timeout = 100ms }")
{
    [Fact]
    public async Task Switch_AnsweredTooLate_GivesTheNextOneTwiceAsLong()
    {
        Peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "forward");
        var peer = LanesOf(Sys).PeerOf(PeerAddress);
        var usual = peer.SwitchPatience;
        // The peer reads it the classic way, and nothing behind it, the switch included. There is one attempt only.
        var standstill = new Standstill();
        ByPath("/user/forward").Tell(standstill);
        await Eventually.True(() => LanesOf(Sys).Counts.Fallbacks == 1, Wait, "the switch times out");
        Assert.Equal(usual, peer.SwitchPatience);

        standstill.Until.Set();

        // Broken once: with the switch's actor stopped at its time-out this failed, nobody was there for the answer.
        await Eventually.True(() => peer.SwitchPatience >= 2 * usual, Wait, "the late answer has come");
        Assert.Equal(LaneState.Classic, State);
    }
}
