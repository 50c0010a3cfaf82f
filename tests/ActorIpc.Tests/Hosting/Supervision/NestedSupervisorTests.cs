using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class NestedSupervisorTests
{
    [Fact]
    public void Escalation_NestedSupervisorGivesUp_TheLevelAboveRestartsItWithAFreshWindow()
    {
        var rig = Rig.Started(Tree(RestartType.Permanent));
        rig.End("b", Specs.Killed);
        rig.Forget();
        rig.End("b", Specs.Killed);

        Assert.Equal("-c#1 +b#3 +c#2", rig.Log);
        Assert.Equal(1, rig.Snapshot.Restarts);
        Assert.Equal(0, Inner(rig).Restarts);
        Assert.Equal("a#1 b#3 c#2", rig.Running);
        Assert.Single(rig.Effects.OfType<Escalated>());
    }

    [Fact]
    public void Escalation_EveryLevelHasItsLimit_TheRootNamesTheNodeBelow()
    {
        var rig = Rig.Started(Tree(RestartType.Permanent));
        for (var crash = 0; crash < 6; crash++)
            rig.End("b", Specs.Exit(crash));

        var outcome = Assert.IsType<TreeOutcome.IntensityReached>(rig.Outcome);
        Assert.Equal(("root", "b", 6), (outcome.Supervisor.Value, outcome.Offender.Value, outcome.Incarnation));
        Assert.Equal((3, 2, Specs.Exit(5)), (outcome.Restarts, outcome.Intensity, outcome.Reason));
        Assert.Equal("", rig.Running);
    }

    [Fact]
    public void Escalation_OfATransientSupervisor_IsShutdownAndSoNotRestarted()
    {
        var rig = Rig.Started(Tree(RestartType.Transient));
        rig.End("b", Specs.Killed);
        rig.End("b", Specs.Killed);
        Assert.Equal("a#1", rig.Running);
        Assert.Equal(NodeState.Failed, rig.State("inner"));
        Assert.IsType<TreeOutcome.IntensityReached>(Assert.IsType<ExitReason.SupervisorEnded>(Inner(rig).LastExit).Outcome);
    }

    [Fact]
    public void Escalation_OfATemporarySupervisor_ItGoesWithEverythingBelow()
    {
        var rig = Rig.Started(Tree(RestartType.Temporary));
        rig.End("b", Specs.Killed);
        rig.End("b", Specs.Killed);
        Assert.Equal("root a", string.Join(' ', Rig.All(rig.Snapshot).Select(line => line.Name)));
    }

    [Fact]
    public void Backoff_OfANestedSupervisor_ItsNodesWaitWithIt()
    {
        var rig = Rig.Started(Tree(RestartType.Permanent) with { Backoff = new BackoffSpec { Jitter = 0 } });
        for (var crash = 0; crash < 4; crash++)
            rig.End("b", Specs.Killed);
        Assert.Equal((NodeState.Backoff, "a#1"), (rig.State("inner"), rig.Running));
        Assert.Equal(TimeSpan.FromMilliseconds(100), Inner(rig).RetryDue);
        rig.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("a#1 b#5 c#3", rig.Running);
    }

    [Fact]
    public void OneForAll_AcrossANestedSupervisor_ItIsStoppedAndStartedAsAWhole()
    {
        var rig = Rig.Started(Tree(RestartType.Permanent) with { Strategy = RestartStrategy.OneForAll });
        rig.Forget();
        rig.End("a", Specs.Killed);
        Assert.Equal("-c#1 -b#1 +a#2 +b#2 +c#2", rig.Log);
    }

    [Fact]
    public void Restart_OfASupervisor_ItsDeclaredTemporaryChildrenReturnAndAddedOnesDoNot()
    {
        var root = Specs.Supervisor("root", Specs.Supervisor("inner", Specs.Child("a"), Specs.Child("b", RestartType.Temporary)));
        var rig = Rig.Started(root);
        rig.Handle(new AddChild(Specs.Name("inner"), Specs.Child("c", RestartType.Temporary)));
        rig.Handle(new AddChild(Specs.Name("inner"), Specs.Child("d")));
        rig.End("b", Specs.Exit(0));
        Assert.Equal("a#1 c#1 d#1", rig.Running);
        rig.Handle(new RestartChild(Specs.Name("inner")));
        Assert.Equal("a#2 b#2 d#2", rig.Running);
    }

    [Fact]
    public void Stop_ANestedSupervisorWaitsForItsTurn_ItsCrashedChildIsNotStartedAgain()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Supervisor("inner", Specs.Child("a"), Specs.Child("b")), Specs.Child("c")));
        rig.Obedient = false;
        rig.Forget();
        rig.Handle(new StopTree("test"));
        rig.End("a", Specs.Killed);
        rig.End("c", Specs.Exit(0));
        Assert.Equal("-c#1 -b#1", rig.Log);
        rig.End("b", Specs.Exit(0));
        Assert.IsType<TreeOutcome.Stopped>(rig.Outcome);
    }

    [Fact]
    public void Stop_ANestedSupervisorWaitsForItsTurn_WhatIsDueMeanwhileIsNotStarted()
    {
        var inner = Specs.Supervisor("inner", Specs.Child("a")) with { Backoff = new BackoffSpec { Jitter = 0 } };
        var rig = Rig.Started(Specs.Supervisor("root", inner, Specs.Child("c")));
        rig.End("a", Specs.Killed);
        rig.End("a", Specs.Killed);
        rig.Obedient = false;
        rig.Handle(new StopTree("test"));
        rig.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("c#1", rig.Running);
        rig.End("c", Specs.Exit(0));
        Assert.IsType<TreeOutcome.Stopped>(rig.Outcome);
    }

    private static SupervisorSpec Tree(RestartType restart) =>
        Specs.Supervisor("root", Specs.Child("a"), Specs.Supervisor("inner", Specs.Child("b"), Specs.Child("c")) with { Intensity = 1, Restart = restart })
        with
        { Intensity = 2 };

    private static SupervisorSnapshot Inner(Rig rig) => rig.Snapshot.Children.OfType<SupervisorSnapshot>().Single();
}
