using ActorIpc.Hosting.Supervision;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class ScalingTests
{
    [Fact]
    public void Start_Instances_AreNumberedFromOne() => Assert.Equal("n-1#1 n-2#1 n-3#1", Rig.Started(Tree(3)).Running);

    [Fact]
    public void Crash_OneInstance_OnlyItIsRestarted()
    {
        var rig = Rig.Started(Tree(3));
        rig.End("n-2", Specs.Killed);
        Assert.Equal("n-1#1 n-2#2 n-3#1", rig.Running);
    }

    [Fact]
    public void Stop_Instances_AreAskedTogether()
    {
        var rig = Rig.Started(Tree(3));
        rig.Obedient = false;
        rig.Forget();
        rig.Handle(new StopTree("test"));
        Assert.Equal("-n-1#1 -n-2#1 -n-3#1", rig.Log);
    }

    [Fact]
    public void Scale_UpAndDown_TheHighestGoAndComeBackWithANewLife()
    {
        var rig = Rig.Started(Tree(2));
        rig.Handle(new ScaleChild(Specs.Name("n"), 12));
        Assert.Equal(12, rig.Live.Count);
        Assert.Equal(Enumerable.Range(1, 12).Select(index => $"n-{index}"), Rig.Nodes(rig.Snapshot).Select(node => node.Name.Value));
        rig.Handle(new ScaleChild(Specs.Name("n"), 1));
        Assert.Equal("n-1#1", rig.Running);
        Assert.False(rig.Has("n-2"));
        rig.Handle(new ScaleChild(Specs.Name("n"), 2));
        Assert.Equal("n-1#1 n-2#2", rig.Running);
        Assert.Equal(2, rig.Node("n-1").Spec.Instances);
    }

    [Fact]
    public void Scale_UpWhileInstancesAreLeaving_TheyComeBackWhenTheyHaveStopped()
    {
        var rig = Rig.Started(Tree(3));
        rig.Obedient = false;
        rig.Handle(new ScaleChild(Specs.Name("n"), 1));
        rig.Handle(new ScaleChild(Specs.Name("n"), 2));
        rig.End("n-3", Specs.Exit(0));
        rig.End("n-2", Specs.Exit(0));
        Assert.Equal("n-1#1 n-2#2", rig.Running);
        Assert.False(rig.Has("n-3"));
    }

    [Fact]
    public void Scale_DownDuringBackoff_TheRetryIsCancelled()
    {
        var rig = Rig.Started(Tree(2) with { Backoff = new BackoffSpec { Jitter = 0 } });
        rig.End("n-2", Specs.Killed);
        rig.End("n-2", Specs.Killed);
        Assert.Single(rig.Retries);
        rig.Handle(new ScaleChild(Specs.Name("n"), 1));
        Assert.Empty(rig.Retries);
        Assert.False(rig.Has("n-2"));
    }

    [Fact]
    public void Scale_UpAfterATemporaryInstanceEnded_FillsTheGap()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("n", RestartType.Temporary) with { Instances = 3 }));
        rig.End("n-2", Specs.Exit(0));
        Assert.Equal("n-1#1 n-3#1", rig.Running);
        rig.Handle(new ScaleChild(Specs.Name("n"), 4));
        Assert.Equal("n-1#1 n-2#2 n-3#1 n-4#1", rig.Running);
    }

    [Theory]
    [InlineData("n", 0, "instances=0")]
    [InlineData("n", 257, "instances=257")]
    [InlineData("single", 2, "name=single")]
    [InlineData("nobody", 2, "name=nobody")]
    [InlineData("root", 2, "name=root")]
    [InlineData("n-1", 2, "name=n-1")]
    public void Scale_ToSomethingImpossible_IsRefusedWithTheValue(string name, int instances, string expected)
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("n") with { Instances = 2 }, Specs.Child("single")));
        Assert.Contains(expected, rig.Refusal(new ScaleChild(Specs.Name(name), instances)));
        Assert.Equal(3, rig.Live.Count);
    }

    [Fact]
    public void Scale_IntoANameThatIsTaken_IsRefused()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("n") with { Instances = 2 }, Specs.Child("n-3")));
        Assert.Contains("name=n-3", rig.Refusal(new ScaleChild(Specs.Name("n"), 3)));
    }

    private static SupervisorSpec Tree(int instances) => Specs.Supervisor("root", Specs.Child("n") with { Instances = instances });
}
