using ActorIpc.Hosting.Processes;

namespace ActorIpc.Tests.Hosting.Processes;

public sealed class PulseTests
{
    [Fact]
    public void Ticks_AllAtOnce_CountAsOne()
    {
        var pulse = new Pulse();
        Assert.Equal(1, pulse.Tick());
        for (var i = 0; i < 100; i++)
            Assert.Null(pulse.Tick()); // a host that was stopped gets its late ticks like this
        Assert.Equal(1, pulse.Missed);
    }

    [Fact]
    public void Answer_ToAPingNeverSent_IsIgnored()
    {
        var pulse = new Pulse();
        pulse.Tick();
        Assert.False(pulse.Answer(7, isDebugged: true));
        Assert.Equal(1, pulse.Missed);
        Assert.False(pulse.IsDebugged);
        pulse.Answer(1, isDebugged: true);
        Assert.True(pulse.IsDebugged);
        Assert.Equal(0, pulse.Missed);
        Assert.NotNull(pulse.SinceAnswer);
    }
}
