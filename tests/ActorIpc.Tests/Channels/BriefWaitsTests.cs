using System.Diagnostics;
using ActorIpc.Channels.Ends;

namespace ActorIpc.Tests.Channels;

/// <summary>When a wait stays awake: while the sleeps before were short, and not for ever.</summary>
public sealed class BriefWaitsTests
{
    [Fact]
    public void Yields_OnlyAfterAShortSleep_AndOnlySoOften()
    {
        var waits = new BriefWaits();
        Assert.False(waits.IsWorthAYield(0)); // the first wait sleeps: nothing is known

        waits.NoteSleep(Stopwatch.GetTimestamp());
        Assert.True(waits.IsWorthAYield(0));
        Assert.False(waits.IsWorthAYield(1_000));

        waits.NoteSleep(Stopwatch.GetTimestamp() - Stopwatch.Frequency);
        Assert.False(waits.IsWorthAYield(0));
    }
}
