using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class CommandTests
{
    [Fact]
    public void Stop_DuringBackoff_TheLoopEndsAtOnce()
    {
        var rig = InBackoff();
        rig.Handle(new StopChild(Specs.Name("a"), "test"));
        Assert.Equal((NodeState.Stopped, 0), (rig.State("a"), rig.Retries.Count));
        rig.Advance(TimeSpan.FromHours(1));
        Assert.Equal("b#1", rig.Running);
    }

    [Fact]
    public void Start_DuringBackoff_StartsAtOnceAndBeginsTheLadderAnew()
    {
        var rig = InBackoff();
        rig.Handle(new StartChild(Specs.Name("a")));
        Assert.Equal(("a#3 b#1", 0), (rig.Running, rig.Retries.Count));
        rig.End("a", Specs.Killed);
        Assert.Equal("a#4 b#1", rig.Running);
    }

    [Fact]
    public void Restart_DuringBackoff_StartsAtOnce()
    {
        var rig = InBackoff();
        rig.Handle(new RestartChild(Specs.Name("a")));
        Assert.Equal("a#3 b#1", rig.Running);
    }

    [Fact]
    public void StopTree_DuringBackoff_EndsAtOnce()
    {
        var rig = InBackoff();
        rig.Handle(new StopTree("test"));
        Assert.IsType<TreeOutcome.Stopped>(rig.Outcome);
        Assert.Empty(rig.Retries);
    }

    [Fact]
    public void RetryDue_AfterItWasCancelled_IsIgnored()
    {
        var rig = InBackoff();
        var token = rig.Retries.Keys.Single();
        rig.Handle(new StopChild(Specs.Name("a"), "test"));
        Assert.Empty(rig.Handle(new RetryDue(token)));
    }

    [Fact]
    public void Restart_TenAtOnce_OneInstanceAndOneNewLife()
    {
        var rig = Running();
        rig.Obedient = false;
        for (var request = 0; request < 10; request++)
            rig.Handle(new RestartChild(Specs.Name("a")));
        Assert.Equal("-a#1", rig.Log);
        rig.End("a", Specs.Killed);
        Assert.Equal("-a#1 +a#2", rig.Log);
    }

    [Fact]
    public void Restart_OfAChildAndOfASupervisor_ReachesEverythingBelow()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("n") with { Instances = 2 }, Specs.Supervisor("inner", Specs.Child("b"), Specs.Child("c"))));
        rig.Handle(new RestartChild(Specs.Name("n")));
        Assert.Equal("b#1 c#1 n-1#2 n-2#2", rig.Running);
        rig.Handle(new RestartChild(Specs.Name("inner")));
        Assert.Equal("b#2 c#2 n-1#2 n-2#2", rig.Running);
        rig.Handle(new RestartChild(Specs.Name("root")));
        Assert.Equal("b#3 c#3 n-1#3 n-2#3", rig.Running);
        Assert.Null(rig.Outcome);
    }

    [Fact]
    public void Stop_ASupervisor_ItRestsUntilItIsStarted()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Supervisor("inner", Specs.Child("b"))));
        rig.Handle(new StopChild(Specs.Name("inner"), "test"));
        Assert.Equal(("a#1", NodeState.Stopped, NodeState.Stopped), (rig.Running, rig.State("inner"), rig.State("b")));
        Assert.Contains("supervisor=inner", rig.Refusal(new StartChild(Specs.Name("b"))));
        rig.Handle(new StartChild(Specs.Name("inner")));
        Assert.Equal("a#1 b#2", rig.Running);
    }

    [Fact]
    public void Stop_WithAPolicyOfItsOwn_OverridesTheSpecs()
    {
        var rig = Running();
        rig.Handle(new StopChild(Specs.Name("a"), "test", ShutdownPolicy.After(TimeSpan.FromSeconds(1))));
        Assert.Equal(new StopNode(Specs.Name("a"), 1, ShutdownPolicy.After(TimeSpan.FromSeconds(1)), "test"), rig.Effects.OfType<StopNode>().Single());
    }

    [Fact]
    public void Stop_ThenKill_TheKillReplacesThePatience()
    {
        var rig = Running();
        rig.Obedient = false;
        for (var request = 0; request < 2; request++)
        {
            rig.Handle(new StopChild(Specs.Name("a"), "test", ShutdownPolicy.Infinite));
            rig.Handle(new StopChild(Specs.Name("a"), "again", ShutdownPolicy.BrutalKill));
        }
        Assert.Equal([ShutdownPolicy.Infinite, ShutdownPolicy.BrutalKill], rig.Effects.OfType<StopNode>().Select(stop => stop.Shutdown));
    }

    [Fact]
    public void StopThenStart_BeforeItHasStopped_ItComesBack()
    {
        var rig = Running();
        rig.Obedient = false;
        rig.Handle(new StopChild(Specs.Name("a"), "test"));
        rig.Handle(new StartChild(Specs.Name("a")));
        rig.End("a", Specs.Exit(0));
        Assert.Equal("a#2 b#1", rig.Running);
    }

    [Fact]
    public void Stop_ATemporaryChild_ItsSpecGoesWithIt()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a", RestartType.Temporary)));
        rig.Handle(new StopChild(Specs.Name("a"), "test"));
        Assert.False(rig.Has("a"));
        Assert.Contains("name=a", rig.Refusal(new StartChild(Specs.Name("a"))));
    }

    [Fact]
    public void KillTree_WhileItStops_KillsEverythingAtOnce()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Supervisor("inner", Specs.Child("b")), Specs.Child("c")));
        rig.Obedient = false;
        rig.Handle(new StopTree("first Ctrl+C"));
        rig.Forget();
        rig.Handle(new KillTree("second Ctrl+C"));
        Assert.Equal(["a", "b", "c"], rig.Effects.OfType<StopNode>().Where(stop => stop.Shutdown == ShutdownPolicy.BrutalKill).Select(stop => stop.Name.Value));
        rig.End("a", Specs.Killed);
        rig.End("c", Specs.Killed);
        Assert.Null(rig.Outcome);
        rig.End("b", Specs.Killed);
        Assert.Equal(new TreeOutcome.Stopped("first Ctrl+C"), rig.Outcome);
    }

    [Fact]
    public void StopTree_BeforeStart_EndsWithoutAProcess()
    {
        var rig = new Rig(Specs.Supervisor("root", Specs.Child("a")));
        Assert.Contains("not started", rig.Refusal(new StartChild(Specs.Name("a"))));
        rig.Handle(new StopTree("test"));
        Assert.Equal((true, ""), (rig.Outcome is TreeOutcome.Stopped, rig.Log));
        Assert.Contains("ended", rig.Refusal(new StartChild(Specs.Name("a"))));
    }

    [Fact]
    public void Add_AChild_StartsAsTheLastOneAndIsSupervised()
    {
        var rig = Running();
        rig.Handle(new AddChild(Specs.Name("root"), Specs.Supervisor("late", Specs.Child("c", dependsOn: "a"))));
        rig.End("c", Specs.Killed);
        Assert.Equal("a#1 b#1 c#2", rig.Running);
        rig.Forget();
        rig.Handle(new StopTree("test"));
        Assert.Equal("-c#2 -b#1 -a#1", rig.Log);
    }

    [Fact]
    public void Add_WhatWouldMakeTheTreeInvalid_IsRefusedWithEveryReason()
    {
        var rig = Running();
        var refusal = rig.Refusal(new AddChild(Specs.Name("root"), Specs.Child("a", dependsOn: "nobody") with { Executable = "" }));
        Assert.Contains("name=a", refusal);
        Assert.Contains("depends-on=nobody", refusal);
        Assert.Contains("executable=", refusal);
        Assert.Contains("name=b", rig.Refusal(new AddChild(Specs.Name("b"), Specs.Child("c"))));
        Assert.Equal("a#1 b#1", rig.Running);
    }

    [Fact]
    public void Add_ATemporaryChild_ItsNameIsFreeAgainWhenItHasEnded()
    {
        var rig = Running();
        for (var life = 1; life <= 3; life++)
        {
            rig.Handle(new AddChild(Specs.Name("root"), Specs.Child("job", RestartType.Temporary)));
            Assert.Equal($"a#1 b#1 job#{life}", rig.Running);
            rig.End("job", Specs.Exit(life));
            Assert.False(rig.Has("job"));
        }
    }

    [Fact]
    public void Remove_AChild_StopsAndForgetsIt()
    {
        var rig = Running();
        rig.Obedient = false;
        rig.Handle(new RemoveChild(Specs.Name("a")));
        Assert.Contains("name=a", rig.Refusal(new RestartChild(Specs.Name("a"))));
        Assert.Contains("name=a", rig.Refusal(new AddChild(Specs.Name("root"), Specs.Child("a"))));
        rig.End("a", Specs.Exit(0));
        Assert.False(rig.Has("a"));
        rig.Handle(new AddChild(Specs.Name("root"), Specs.Child("a")));
        Assert.Equal("a#2 b#1", rig.Running);
    }

    [Theory]
    [InlineData("b", "depends-on=b")]
    [InlineData("root", "name=root")]
    [InlineData("n-1", "name=n-1")]
    [InlineData("nobody", "name=nobody")]
    public void Remove_WhatCannotGo_IsRefused(string name, string expected)
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a", dependsOn: "b"), Specs.Child("b"), Specs.Child("n") with { Instances = 1 }));
        Assert.Contains(expected, rig.Refusal(new RemoveChild(Specs.Name(name))));
        Assert.Equal("a#1 b#1 n-1#1", rig.Running);
    }

    [Fact]
    public void Start_WhatRunsAlready_IsRefused() => Assert.Contains("name=a", Running().Refusal(new StartChild(Specs.Name("a"))));

    [Fact]
    public void NodeExited_OfAnEarlierLifeOrAnUnknownName_IsIgnored()
    {
        var rig = Running();
        rig.End("a", Specs.Killed);
        Assert.Empty(rig.Handle(new NodeExited(Specs.Name("a"), 1, Specs.Killed)));
        Assert.Empty(rig.Handle(new NodeExited(Specs.Name("nobody"), 1, Specs.Killed)));
        Assert.Empty(rig.Handle(new NodeReady(Specs.Name("a"), 3)));
        Assert.Equal("a#2 b#1", rig.Running);
    }

    private static Rig Running()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b")));
        rig.Forget();
        return rig;
    }

    private static Rig InBackoff()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b")) with { Backoff = new BackoffSpec { Jitter = 0 } });
        rig.End("a", Specs.Killed);
        rig.End("a", Specs.Killed);
        Assert.Equal(NodeState.Backoff, rig.State("a"));
        return rig;
    }
}
