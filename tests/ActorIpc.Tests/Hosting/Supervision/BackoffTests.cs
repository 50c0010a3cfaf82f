using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class BackoffTests
{
    private static readonly BackoffSpec NoJitter = new() { Jitter = 0 };

    [Fact]
    public void Delay_OneAttemptAfterTheOther_IsAtOnceThenDoublesToTheMaximum() => Assert.Equal(
        [0, 100, 200, 400, 800, 1600, 3200, 5000, 5000],
        Enumerable.Range(0, 9).Select(attempt => NoJitter.Delay(attempt).TotalMilliseconds));

    [Fact]
    public void Delay_VeryManyAttempts_StaysAtTheMaximum() => Assert.Equal(TimeSpan.FromSeconds(5), NoJitter.Delay(SupervisorSpec.MaximumIntensity));

    [Fact]
    public void Restart_FailsAgainAndAgain_WaitsLongerEachTime()
    {
        var rig = Rig.Started(Root(NoJitter));
        Assert.Equal([0, 100, 200, 400], Enumerable.Range(0, 4).Select(_ => Crash(rig).TotalMilliseconds));
    }

    [Fact]
    public void Restart_WithJitter_DiffersByAtMostItsShare()
    {
        var rig = Rig.Started(Root(new BackoffSpec { Minimum = TimeSpan.FromMilliseconds(100), Maximum = TimeSpan.FromMilliseconds(100), Jitter = 0.2 }));
        Crash(rig);
        var delays = Enumerable.Range(0, 200).Select(_ => Crash(rig).TotalMilliseconds).ToArray();
        Assert.All(delays, delay => Assert.InRange(delay, 80, 120));
        Assert.True(delays.Distinct().Count() > 100);
    }

    [Fact]
    public void Restart_AfterLongReady_IsAtOnceAgain()
    {
        var rig = Rig.Started(Root(NoJitter));
        Crash(rig);
        Crash(rig);
        rig.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(200, Crash(rig).TotalMilliseconds);
        rig.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, Crash(rig).TotalMilliseconds);
    }

    [Fact]
    public void Backoff_None_EveryRestartIsAtOnce()
    {
        var rig = Rig.Started(Root(BackoffSpec.None));
        for (var crash = 0; crash < 10; crash++)
            rig.End("a", Specs.Killed);
        Assert.Equal("a#11", rig.Running);
        Assert.Empty(rig.Effects.OfType<ScheduleRetry>());
    }

    [Fact]
    public void Backoff_WhileItWaits_TheSnapshotSaysWhenAndWhy()
    {
        var rig = Rig.Started(Root(NoJitter));
        Crash(rig);
        rig.End("a", Specs.Exit(134));
        var node = rig.Node("a");
        Assert.Equal((NodeState.Backoff, TimeSpan.FromMilliseconds(100)), (node.State, node.RetryDue));
        Assert.Equal((Specs.Exit(134), 2, 2), (node.LastExit, node.Incarnation, node.RestartsInWindow));
    }

    private static SupervisorSpec Root(BackoffSpec backoff) =>
        Specs.Supervisor("root", Specs.Child("a")) with { Backoff = backoff, Intensity = 1000, Period = TimeSpan.FromDays(1) };

    /// <summary>Crashes the node and waits until it is back; the result is the delay that was announced.</summary>
    private static TimeSpan Crash(Rig rig)
    {
        rig.Forget();
        rig.End("a", Specs.Killed);
        var delay = rig.Effects.OfType<NodeDown>().Single().Restart!.Delay;
        rig.Advance(delay);
        Assert.Equal(NodeState.Ready, rig.State("a"));
        return delay;
    }
}
