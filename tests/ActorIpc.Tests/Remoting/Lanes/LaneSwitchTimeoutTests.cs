using ActorIpc.Remoting.Lanes;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 1, when a switch is not answered in time: what waits goes the classic way.</summary>
public sealed class LaneSwitchTimeoutTests() : LanePair("actoripc.lanes { retry-interval = 20ms, switch-timeout = 100ms }")
{
    [Fact]
    public async Task Order_AcrossASwitchThatTimesOut_IsKeptAndNothingIsLost()
    {
        // Broken once: with the buffer forgotten when a switch was given up this failed with a number missing.
        var remote = await ForwarderAsync("forward");
        var sent = 0;
        Standstill.Until.Reset();
        // The peer reads it the classic way, and nothing behind it, the switch included.
        remote.Tell(new Standstill(), TestActor);

        await Eventually.True(
            () =>
            {
                remote.Tell(sent++, TestActor);
                return LanesOf(Sys).Counts.Fallbacks >= 2;
            },
            Wait,
            "two switches time out");
        Standstill.Until.Set();

        await ExpectMsgAsync<Standstill>(Wait);
        for (var i = 0; i < sent; i++)
            await ExpectMsgAsync(i, Wait);
        await Eventually.True(() => { remote.Tell("open", TestActor); return State == LaneState.Open; }, Wait, "a lane after all");
    }
}
