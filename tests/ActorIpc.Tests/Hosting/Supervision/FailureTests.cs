using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>Ends that no restart can mend, and hangs.</summary>
public sealed class FailureTests
{
    [Fact]
    public void CannotStart_WhileTheTreeComesUp_TheTreeStopsWithTheFix()
    {
        var rig = new Rig(Specs.Supervisor("root", Specs.Child("a"), Specs.Supervisor("inner", Specs.Child("b")), Specs.Child("c")), obedient: false);
        rig.Handle(new StartTree());
        rig.Forget();
        rig.End("b", Specs.CannotStart);
        Assert.Equal("-c#1", rig.Log);
        rig.Obedient = true;
        rig.Handle(new RetryDue(-1));
        Assert.Equal(new TreeOutcome.StartFailed(Specs.Name("b"), 1, (ExitReason.CannotStart)Specs.CannotStart), rig.Outcome);
        Assert.Contains("build it", rig.Outcome!.ToString());
    }

    [Fact]
    public void CannotStart_AfterTheTreeCameUp_TheNodeFailsAloneWithoutClimbingTheLadder()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b")));
        rig.Obedient = false;
        rig.End("a", Specs.Killed);
        rig.End("a", Specs.CannotStart);
        Assert.Equal((NodeState.Failed, "b#1", 1), (rig.State("a"), rig.Running, rig.Snapshot.Restarts));
        rig.Handle(new StartChild(Specs.Name("a")));
        Assert.Equal("a#3 b#1", rig.Running);
    }

    [Fact]
    public void CannotStart_AnAddedChildWhileTheTreeComesUp_OnlyItFails()
    {
        var rig = new Rig(Specs.Supervisor("root", Specs.Child("a")), obedient: false);
        rig.Handle(new StartTree());
        rig.Handle(new AddChild(Specs.Name("root"), Specs.Child("late")));
        rig.Handle(new AddChild(Specs.Name("root"), Specs.Child("job", RestartType.Temporary)));
        rig.End("late", Specs.CannotStart);
        rig.End("job", Specs.CannotStart);
        Assert.Null(rig.Outcome);
        Assert.Equal(NodeState.Failed, rig.State("late"));
        Assert.False(rig.Has("job"));
    }

    [Theory]
    [InlineData(RestartType.Permanent)]
    [InlineData(RestartType.Transient)]
    [InlineData(RestartType.Temporary)]
    public void JobFailed_AnyRestartType_TheWholeTreeStopsAndNothingIsRestarted(RestartType restart)
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Supervisor("inner", Specs.Child("b", restart)), Specs.Child("c")));
        rig.Forget();
        rig.End("b", new ExitReason.JobFailed("bad input: x.txt"));
        Assert.Equal("-c#1 -a#1", rig.Log);
        Assert.Equal(new TreeOutcome.JobFailed(Specs.Name("b"), 1, "bad input: x.txt"), rig.Outcome);
    }

    [Fact]
    public void JobFailed_BySomebodyWhoIsBeingRestarted_IsHeardAllTheSame()
    {
        var rig = Rig.Started(Specs.Supervisor("root", RestartStrategy.OneForAll, Specs.Child("a"), Specs.Child("b")));
        rig.Obedient = false;
        rig.End("a", Specs.Killed);
        rig.End("b", new ExitReason.JobFailed("bad input"));
        Assert.Equal("b", Assert.IsType<TreeOutcome.JobFailed>(rig.Outcome).Node?.Value);
    }

    [Fact]
    public void JobFailed_WhileTheTreeStops_TheFirstCauseStays()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b")));
        rig.Obedient = false;
        rig.Handle(new StopTree("test"));
        rig.End("a", new ExitReason.JobFailed("bad input"));
        rig.End("b", Specs.Exit(0));
        Assert.IsType<TreeOutcome.Stopped>(rig.Outcome);
    }

    [Fact]
    public void Hang_Restart_IsKilledAndItsEndIsTheHangWhateverTheShellSaw()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a")));
        rig.Obedient = false;
        rig.Handle(new NodeSilent(Specs.Name("a"), 1, TimeSpan.FromSeconds(5)));
        Assert.Equal(NodeState.Hung, rig.State("a"));
        Assert.Equal(ShutdownPolicy.BrutalKill, rig.Effects.OfType<StopNode>().Single().Shutdown);
        rig.Handle(new NodeAnswered(Specs.Name("a"), 1)); // too late
        rig.Handle(new NodeSilent(Specs.Name("a"), 1, TimeSpan.FromSeconds(6)));
        rig.End("a", Specs.Killed);
        Assert.Equal(new ExitReason.Hung(TimeSpan.FromSeconds(5)), rig.Node("a").LastExit);
        Assert.Equal(("a#2", 1), (rig.Running, rig.Snapshot.Restarts));
    }

    [Fact]
    public void Hang_Report_IsShownUntilItAnswers()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a") with { OnHang = HangPolicy.Report }));
        rig.Handle(new NodeSilent(Specs.Name("a"), 1, TimeSpan.FromSeconds(5)));
        Assert.Equal((NodeState.Hung, "a#1"), (rig.State("a"), rig.Running));
        Assert.Empty(rig.Effects.OfType<StopNode>());
        rig.Handle(new NodeAnswered(Specs.Name("a"), 1));
        Assert.Equal(NodeState.Ready, rig.State("a"));
    }

    [Fact]
    public void Hang_ReportWhileStarting_IsStartingAgainWhenItAnswers()
    {
        var rig = new Rig(Specs.Supervisor("root", Specs.Child("a") with { OnHang = HangPolicy.Report }), obedient: false);
        rig.Handle(new StartTree());
        rig.Handle(new NodeSilent(Specs.Name("a"), 1, TimeSpan.FromSeconds(10)));
        rig.Handle(new NodeAnswered(Specs.Name("a"), 1));
        Assert.Equal(NodeState.Starting, rig.State("a"));
    }

    [Fact]
    public void Hang_Ignore_ChangesNothing()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a") with { OnHang = HangPolicy.Ignore }));
        Assert.Empty(rig.Handle(new NodeSilent(Specs.Name("a"), 1, TimeSpan.FromSeconds(5))));
    }

    [Fact]
    public void Hang_WhileItIsStopped_IsLeftToTheStop()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a")));
        rig.Obedient = false;
        rig.Handle(new StopChild(Specs.Name("a"), "test"));
        Assert.Empty(rig.Handle(new NodeSilent(Specs.Name("a"), 1, TimeSpan.FromSeconds(5))));
    }

    [Fact]
    public void Handle_TimeRunsBackwards_Throws()
    {
        var tree = new SupervisionTree(Specs.Supervisor("root"), new Random(1));
        tree.Handle(new StartTree(), TimeSpan.FromSeconds(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Handle(new StopTree("test"), TimeSpan.FromSeconds(1)));
    }
}
