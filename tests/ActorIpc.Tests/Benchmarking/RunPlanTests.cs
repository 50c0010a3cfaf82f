using ActorIpc.Benchmarking;

namespace ActorIpc.Tests.Benchmarking;

/// <summary>How a run's time is shared out.</summary>
public sealed class RunPlanTests
{
    [Theory]
    [InlineData(26, 95, 5)]
    [InlineData(26, 30, 3)]
    [InlineData(14, 3, 3)]
    [InlineData(2, 10, 5)]
    public void Rounds_OfARun_AreThreeOrMore(int measurements, int seconds, int expected) =>
        Assert.Equal(expected, new RunPlan(measurements, TimeSpan.FromSeconds(seconds)).Rounds);

    [Theory]
    [InlineData(26, 95)]
    [InlineData(14, 6)]
    public void Slices_TakenAsPlanned_FillTheTimeAndAreEqual(int measurements, int seconds)
    {
        var left = TimeSpan.FromSeconds(seconds);
        var plan = new RunPlan(measurements, left);
        var counted = new List<TimeSpan>();
        for (var step = 0; step < plan.Steps; step++)
        {
            var slice = plan.Next(isWarmUp: step < measurements, left);
            left -= slice.Settle + slice.Counted;
            if (step >= measurements)
                counted.Add(slice.Counted);
        }
        Assert.InRange(left, TimeSpan.FromMilliseconds(-1), TimeSpan.FromMilliseconds(1));
        Assert.InRange(counted.Max() - counted.Min(), TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void Slices_AfterOneThatTookTooLong_AreShorter()
    {
        var plan = new RunPlan(10, TimeSpan.FromSeconds(60));
        var first = plan.Next(isWarmUp: false, TimeSpan.FromSeconds(60));
        var afterwards = plan.Next(isWarmUp: false, TimeSpan.FromSeconds(30));
        Assert.True(afterwards.Counted < first.Counted, $"{afterwards} {first}");
    }

    [Fact]
    public void Slice_NoTimeLeft_IsStillOne()
    {
        var slice = Slice.Of(TimeSpan.FromSeconds(-3), 0.5);
        Assert.True(slice.Counted > TimeSpan.Zero && slice.Settle > TimeSpan.Zero);
    }
}
