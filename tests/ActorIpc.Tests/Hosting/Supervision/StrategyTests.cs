using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class StrategyTests
{
    [Fact]
    public void Start_ChildrenInOrder_NobodyWaitsForAnothersReady()
    {
        var rig = new Rig(Specs.Supervisor("root", Specs.Child("b"), Specs.Child("a"), Specs.Child("c")), obedient: false);
        rig.Handle(new StartTree());
        Assert.Equal("+b#1 +a#1 +c#1", rig.Log);
    }

    [Fact]
    public void Start_EverybodyReady_TheTreeCameUpOnce()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Supervisor("inner", Specs.Child("b"))));
        rig.End("a", Specs.Killed);
        Assert.Single(rig.Effects.OfType<TreeCameUp>());
    }

    [Fact]
    public void Stop_TheTree_RightToLeftOneAfterTheOther()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Supervisor("inner", Specs.Child("b"), Specs.Child("c")), Specs.Child("d")));
        rig.Obedient = false;
        rig.Forget();
        rig.Handle(new StopTree("test"));
        Assert.Equal("-d#1", rig.Log);
        rig.End("d", Specs.Exit(0));
        Assert.Equal("-d#1 -c#1", rig.Log);
        rig.End("c", Specs.Exit(0));
        rig.End("b", Specs.Exit(0));
        Assert.Equal("-d#1 -c#1 -b#1 -a#1", rig.Log);
        Assert.Null(rig.Outcome);
        rig.End("a", Specs.Exit(9));
        Assert.Equal(new TreeOutcome.Stopped("test"), rig.Outcome);
    }

    [Fact]
    public void Stop_EachChild_WithItsOwnPolicy()
    {
        ShutdownPolicy[] policies = [ShutdownPolicy.BrutalKill, ShutdownPolicy.After(TimeSpan.FromSeconds(3)), ShutdownPolicy.Infinite];
        var rig = Rig.Started(Specs.Supervisor("root", [.. policies.Select((policy, at) => Specs.Child($"n{at}") with { Shutdown = policy })]));
        rig.Handle(new StopTree("test"));
        Assert.Equal(policies.Reverse(), rig.Effects.OfType<StopNode>().Select(stop => stop.Shutdown));
        Assert.All(rig.Effects.OfType<StopNode>(), stop => Assert.Equal("stopped: test", stop.Reason));
    }

    [Fact]
    public void OneForAll_AnotherChildFailsToRestart_TheRoundIsRepeatedAndBothCount()
    {
        var rig = Rig.Started(Specs.Supervisor("root", RestartStrategy.OneForAll, Specs.Child("a"), Specs.Child("b")));
        rig.End("a", Specs.Killed);
        rig.Obedient = false;
        rig.Forget();
        rig.Handle(new RestartChild(Specs.Name("b")));
        rig.End("b", Specs.Exit(0));
        rig.End("b", new ExitReason.StartFailed("refused"));
        Assert.Equal("-b#2 +b#3 -a#2", rig.Log);
        rig.End("a", Specs.Exit(0));
        Assert.Equal("-b#2 +b#3 -a#2 +a#3 +b#4", rig.Log);
        Assert.Equal(2, rig.Snapshot.Restarts);
    }

    [Fact]
    public void OneForAll_NeverComesUp_Escalates()
    {
        var rig = new Rig(Specs.Supervisor("root", RestartStrategy.OneForAll, Specs.Child("a"), Specs.Child("b")) with { Intensity = 4 }, obedient: false);
        rig.Handle(new StartTree());
        for (var attempt = 0; attempt < 5; attempt++)
        {
            rig.End("b", new ExitReason.StartFailed("refused"));
            rig.End("a", Specs.Exit(0));
        }
        Assert.Equal("b", Assert.IsType<TreeOutcome.IntensityReached>(rig.Outcome).Node?.Value);
    }

    [Fact]
    public void OneForAll_WithBackoff_OthersStopAtOnceAndStartTogetherWhenItIsOver()
    {
        var root = Specs.Supervisor("root", RestartStrategy.OneForAll, Specs.Child("a"), Specs.Child("b")) with { Backoff = new BackoffSpec { Jitter = 0 } };
        var rig = Rig.Started(root);
        rig.End("a", Specs.Killed);
        rig.Forget();
        rig.End("a", Specs.Killed);
        Assert.Equal("-b#2", rig.Log);
        Assert.Equal((NodeState.Backoff, NodeState.Pending, NodeState.Starting), (rig.State("a"), rig.State("b"), rig.State("root")));
        rig.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("-b#2 +a#3 +b#3", rig.Log);
        Assert.Equal(NodeState.Ready, rig.State("root"));
    }

    [Fact]
    public void OneForAll_BackoffOverBeforeTheOthersStopped_NothingStartsBeforeTheyHave()
    {
        var root = Specs.Supervisor("root", RestartStrategy.OneForAll, Specs.Child("a"), Specs.Child("b")) with { Backoff = new BackoffSpec { Jitter = 0 } };
        var rig = Rig.Started(root);
        rig.End("a", Specs.Killed);
        rig.Obedient = false;
        rig.Forget();
        rig.End("a", Specs.Killed);
        rig.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("-b#2", rig.Log);
        rig.End("b", Specs.Exit(0));
        Assert.Equal("-b#2 +a#3 +b#3", rig.Log);
    }

    [Fact]
    public void OneForAll_CompletedAndTemporaryChildren_TheCompletedReturnsAndTheTemporaryDoesNot()
    {
        var rig = Rig.Started(Specs.Supervisor(
            "root", RestartStrategy.OneForAll, Specs.Child("a"), Specs.Child("b", RestartType.Transient), Specs.Child("c", RestartType.Temporary)));
        rig.End("b", Specs.Exit(0));
        rig.End("a", Specs.Killed);
        Assert.Equal("a#2 b#2", rig.Running);
        Assert.False(rig.Has("c"));
    }

    [Fact]
    public void OneForAll_AChildAPersonStopped_StaysStopped()
    {
        var rig = Rig.Started(Specs.Supervisor("root", RestartStrategy.OneForAll, Specs.Child("a"), Specs.Child("b")));
        rig.Handle(new StopChild(Specs.Name("b"), "test"));
        rig.End("a", Specs.Killed);
        Assert.Equal("a#2", rig.Running);
    }

    [Fact]
    public void OneForAll_AChildAPersonIsStopping_StaysStoppedToo()
    {
        var rig = Rig.Started(Specs.Supervisor("root", RestartStrategy.OneForAll, Specs.Child("a"), Specs.Child("b"), Specs.Child("c")));
        rig.Obedient = false;
        rig.Handle(new StopChild(Specs.Name("b"), "test"));
        rig.End("a", Specs.Killed);
        rig.Obedient = true;
        rig.Handle(new RetryDue(-1));
        Assert.Equal("a#2 c#2", rig.Running);
    }

    [Fact]
    public void RestForOne_AnEarlierChildEndsDuringTheRound_TheRoundGrowsAndStartsInOrder()
    {
        var rig = Rig.Started(Specs.Supervisor("root", RestartStrategy.RestForOne, Specs.Child("a"), Specs.Child("b"), Specs.Child("c"), Specs.Child("d")));
        rig.Obedient = false;
        rig.Forget();
        rig.End("c", Specs.Killed);
        rig.End("b", Specs.Killed);
        Assert.Equal("-d#1", rig.Log);
        rig.End("d", Specs.Exit(0));
        Assert.Equal("-d#1 +b#2 +c#2 +d#2", rig.Log);
        Assert.Equal(2, rig.Snapshot.Restarts);
        Assert.Equal("a#1 b#2 c#2 d#2", rig.Running);
    }

    [Fact]
    public void RestForOne_AnInstanceEnds_ItsSiblingsKeepRunning()
    {
        var rig = Rig.Started(Specs.Supervisor(
            "root", RestartStrategy.RestForOne, Specs.Child("a"), Specs.Child("b") with { Instances = 2 }, Specs.Child("c")));
        rig.End("b-1", Specs.Killed);
        Assert.Equal("a#1 b-1#2 b-2#1 c#2", rig.Running);
    }
}
