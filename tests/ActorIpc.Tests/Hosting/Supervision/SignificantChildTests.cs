using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class SignificantChildTests
{
    [Fact]
    public void Any_TheFirstEndsNormally_TheTreeStopsInOrderAndIsCompleted()
    {
        var rig = Rig.Started(Tree(AutoShutdown.Any, RestartType.Transient));
        rig.Forget();
        rig.End("b", Specs.Exit(0));
        Assert.Equal("-d#1 -c#1 -a#1", rig.Log);
        Assert.Equal(new TreeOutcome.Completed(Specs.Name("b"), 1, Specs.Exit(0)), rig.Outcome);
    }

    [Fact]
    public void Any_AnInsignificantOneEnds_NothingHappens()
    {
        var rig = Rig.Started(Tree(AutoShutdown.Any, RestartType.Transient));
        rig.End("d", Specs.Exit(0));
        Assert.Null(rig.Outcome);
    }

    [Fact]
    public void Any_ATransientOneCrashes_ItIsRestarted()
    {
        var rig = Rig.Started(Tree(AutoShutdown.Any, RestartType.Transient));
        rig.End("b", Specs.Killed);
        Assert.Equal((null, "a#1 b#2 c#1 d#1"), (rig.Outcome, rig.Running));
    }

    [Fact]
    public void Any_ATemporaryOneCrashes_TheTreeStopsAndSaysThatItFailed()
    {
        var rig = Rig.Started(Tree(AutoShutdown.Any, RestartType.Temporary));
        rig.End("b", Specs.Killed);
        Assert.Equal(new TreeOutcome.SignificantFailed(Specs.Name("b"), 1, Specs.Killed), rig.Outcome);
    }

    [Fact]
    public void All_OneIsLeft_TheTreeGoesOnUntilItEnds()
    {
        var rig = Rig.Started(Tree(AutoShutdown.All, RestartType.Transient));
        rig.End("b", Specs.Exit(0));
        Assert.Null(rig.Outcome);
        rig.End("c", Specs.Exit(0));
        Assert.Equal("c", Assert.IsType<TreeOutcome.Completed>(rig.Outcome).Node?.Value);
    }

    [Fact]
    public void All_TheOtherWaitsForItsRestart_ItStillCounts()
    {
        var rig = Rig.Started(Tree(AutoShutdown.All, RestartType.Transient) with { Backoff = new BackoffSpec { Jitter = 0 } });
        rig.End("b", Specs.Killed);
        rig.End("b", Specs.Killed);
        Assert.Equal(NodeState.Backoff, rig.State("b"));
        rig.End("c", Specs.Exit(0));
        Assert.Null(rig.Outcome);
    }

    [Fact]
    public void All_APersonStoppedTheOther_ItDoesNotCountAndDidNotEndAnything()
    {
        var rig = Rig.Started(Tree(AutoShutdown.All, RestartType.Transient));
        rig.Handle(new StopChild(Specs.Name("b"), "test"));
        Assert.Null(rig.Outcome);
        rig.End("c", Specs.Exit(0));
        Assert.IsType<TreeOutcome.Completed>(rig.Outcome);
    }

    [Fact]
    public void All_Instances_TheLastOneEndsTheTree()
    {
        var child = Specs.Child("job", RestartType.Temporary) with { Instances = 3, Significant = true };
        var rig = Rig.Started(Specs.Supervisor("root", child, Specs.Child("z")) with { AutoShutdown = AutoShutdown.All });
        rig.End("job-2", Specs.Exit(0));
        rig.End("job-1", Specs.Exit(0));
        Assert.Null(rig.Outcome);
        rig.End("job-3", Specs.Exit(0));
        Assert.Equal((true, ""), (rig.Outcome is TreeOutcome.Completed, rig.Running));
    }

    [Fact]
    public void Any_InANestedSupervisor_ItEndsAndTheLevelAboveDecides()
    {
        var inner = Specs.Supervisor("inner", Specs.Child("b", RestartType.Transient) with { Significant = true }, Specs.Child("c"))
            with
        { AutoShutdown = AutoShutdown.Any, Restart = RestartType.Transient, Significant = true };
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), inner) with { AutoShutdown = AutoShutdown.Any });
        rig.Forget();
        rig.End("b", Specs.Exit(0));
        Assert.Equal("-c#1 -a#1", rig.Log);
        Assert.Equal("b", Assert.IsType<TreeOutcome.Completed>(rig.Outcome).Node?.Value);
    }

    [Fact]
    public void Any_ASignificantSupervisorGaveUp_TheOutcomeIsNotSuccess()
    {
        var inner = Specs.Supervisor("inner", Specs.Child("b")) with { Intensity = 0, Restart = RestartType.Transient, Significant = true };
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), inner) with { AutoShutdown = AutoShutdown.Any });
        rig.End("b", Specs.Killed);
        Assert.Equal("inner", Assert.IsType<TreeOutcome.IntensityReached>(rig.Outcome).Supervisor.Value);
    }

    private static SupervisorSpec Tree(AutoShutdown auto, RestartType restart) => Specs.Supervisor(
        "root",
        Specs.Child("a"),
        Specs.Child("b", restart) with { Significant = true },
        Specs.Child("c", restart) with { Significant = true },
        Specs.Child("d", RestartType.Transient)) with
    { AutoShutdown = auto };
}
