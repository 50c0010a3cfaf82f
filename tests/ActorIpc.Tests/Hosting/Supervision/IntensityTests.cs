using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class IntensityTests
{
    [Fact]
    public void Intensity_OneRestartTooMany_StopsTheRestInReverseOrderAndEndsWithTheOffender()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b"), Specs.Child("c")) with { Intensity = 2 });
        rig.End("b", Specs.Exit(1));
        rig.End("b", Specs.Exit(2));
        rig.Forget();
        rig.End("b", Specs.Exit(3));

        Assert.Equal("-c#1 -a#1", rig.Log);
        var outcome = Assert.IsType<TreeOutcome.IntensityReached>(rig.Outcome);
        Assert.Equal(new TreeOutcome.IntensityReached(Specs.Name("root"), Specs.Name("b"), 3, Specs.Exit(3), 3, 2, TimeSpan.FromSeconds(60)), outcome);
        Assert.Equal(outcome, rig.Effects.OfType<Escalated>().Single().Outcome);
        Assert.IsType<TreeEnded>(rig.Effects[^1]);
    }

    [Fact]
    public void Intensity_RestartsSpreadOverTheWindow_NeverEscalates()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a")) with { Intensity = 2, Period = TimeSpan.FromSeconds(10) });
        for (var crash = 0; crash < 50; crash++)
        {
            rig.End("a", Specs.Killed);
            rig.Advance(TimeSpan.FromSeconds(5.1));
        }
        Assert.Equal("a#51", rig.Running);
        Assert.Equal(1, rig.Snapshot.Restarts);
    }

    [Fact]
    public void Intensity_FailedStarts_EachAttemptCounts()
    {
        var rig = new Rig(Specs.Supervisor("root", Specs.Child("a")) with { Intensity = 3 }, obedient: false);
        rig.Handle(new StartTree());
        for (var attempt = 0; attempt < 3; attempt++)
            rig.End("a", new ExitReason.StartFailed("no more processes"));
        Assert.Null(rig.Outcome);
        rig.End("a", new ExitReason.StartTimedOut(TimeSpan.FromSeconds(30)));
        Assert.IsType<TreeOutcome.IntensityReached>(rig.Outcome);
    }

    [Fact]
    public void Intensity_KilledBeforeItsFirstReady_IsAFailedAttemptAndNotAFailedTree()
    {
        var rig = new Rig(Specs.Supervisor("root", Specs.Child("a")), obedient: false);
        rig.Handle(new StartTree());
        rig.End("a", Specs.Killed);
        Assert.Equal("a#2", rig.Running);
        Assert.Equal(1, rig.Snapshot.Restarts);
    }

    [Fact]
    public void Intensity_ARoundOfSeveral_CountsOnceThoughOthersEndMeanwhile()
    {
        var rig = new Rig(Specs.Supervisor("root", RestartStrategy.OneForAll, Specs.Child("a"), Specs.Child("b"), Specs.Child("c")), obedient: false);
        rig.Handle(new StartTree());
        rig.End("a", Specs.Killed);
        rig.End("b", Specs.Killed); // its turn to be stopped had not come
        rig.End("c", Specs.Exit(0)); // it was asked to stop
        Assert.Equal("a#2 b#2 c#2", rig.Running);
        Assert.Equal(1, rig.Snapshot.Restarts);
    }

    [Fact]
    public void Intensity_WhatAPersonAskedFor_DoesNotCount()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a")) with { Intensity = 0 });
        for (var restart = 0; restart < 10; restart++)
            rig.Handle(new RestartChild(Specs.Name("a")));
        Assert.Equal("a#11", rig.Running);
        Assert.Equal(0, rig.Snapshot.Restarts);
    }

    [Fact]
    public void Intensity_TheOffenderHadABackoff_TheRetryOfAnotherIsCancelled()
    {
        var root = Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b")) with { Intensity = 3, Backoff = new BackoffSpec { Jitter = 0 } };
        var rig = Rig.Started(root);
        rig.End("a", Specs.Killed);
        rig.End("a", Specs.Killed);
        Assert.Single(rig.Retries);
        rig.End("b", Specs.Killed);
        rig.End("b", Specs.Killed);
        Assert.Empty(rig.Retries);
        Assert.Equal(NodeState.Stopped, rig.State("a"));
        Assert.IsType<TreeOutcome.IntensityReached>(rig.Outcome);
    }
}
