using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>Warm standbys: when they are started, who gets them, and that they end with what they stand by.</summary>
public sealed class StandbyTests
{
    private static readonly TimeSpan Peace = StandbyPool.Peace;

    private static ChildSpec Child(string name, int standby = 1) => Specs.Child(name) with { Standby = standby };

    /// <summary>A tree whose standbys wait.</summary>
    private static Rig Warm(SupervisorSpec root)
    {
        var rig = Rig.Started(root);
        rig.Advance(TimeSpan.FromSeconds(30));
        rig.Forget();
        return rig;
    }

    [Fact]
    public void Start_Nodes_HaveTheProcessorFirst()
    {
        var rig = new Rig(Specs.Supervisor("root", Child("a", 2), Child("b")), obedient: false);
        rig.Handle(new StartTree());
        rig.Ready("a");
        rig.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("+a#1 +b#1", rig.Log);

        rig.Ready("b");
        rig.Advance(Peace - TimeSpan.FromMilliseconds(1));
        Assert.Equal("+a#1 +b#1", rig.Log);
        rig.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("+a#1 +b#1 +a~1", rig.Log);
    }

    [Fact]
    public void Start_ManyStandbys_OneAtATime()
    {
        var rig = Warm(Specs.Supervisor("root", Child("a", 2), Child("b"))); // the rig sees to it that no two are starting
        Assert.Equal("a~1 a~2 b~3", rig.Waiting);
    }

    [Fact]
    public void Start_TheOneThatIsStartingIsDiscarded_TheNextBeginsAtOnce()
    {
        var rig = new Rig(Specs.Supervisor("root", Specs.Supervisor("first", Child("a")), Specs.Supervisor("second", Child("b"))), obedient: false);
        rig.Handle(new StartTree());
        rig.Ready("b");
        rig.Advance(Peace);
        rig.Ready("a");
        rig.Advance(Peace);
        Assert.Equal("+a#1 +b#1 +b~1", rig.Log);
        rig.Handle(new StopChild(Specs.Name("b"), "test", null));
        Assert.Equal("+a#1 +b#1 +b~1 -b#1 -b~1 +a~2", rig.Log);
    }

    [Theory]
    [InlineData(RestartStrategy.OneForOne, "a#1 b#2 c#1", "b~2+b#2 +b~4")]
    [InlineData(RestartStrategy.OneForAll, "a#2 b#2 c#2", "-c#1 -a#1 a~1+a#2 b~2+b#2 c~3+c#2 +a~4 +b~5 +c~6")]
    [InlineData(RestartStrategy.RestForOne, "a#1 b#2 c#2", "-c#1 b~2+b#2 c~3+c#2 +b~4 +c~5")]
    public void Crash_EachThatIsRestarted_IsTakenOverAndANewStandbyIsStartedBehindIt(RestartStrategy strategy, string running, string log)
    {
        var rig = Warm(Specs.Supervisor("root", strategy, Child("a"), Child("b"), Child("c")));
        rig.End("b", Specs.Killed);
        Assert.Equal(running, rig.Running);
        rig.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(log, rig.Log);
        Assert.Equal(1, rig.Snapshot.Restarts);
    }

    [Fact]
    public void Crash_WhileNoneIsReady_IsAColdStart()
    {
        var rig = new Rig(Specs.Supervisor("root", Child("a")), obedient: false);
        rig.Handle(new StartTree());
        rig.Ready("a");
        rig.Advance(Peace);
        rig.Forget();
        rig.End("a", Specs.Killed);
        Assert.Equal("+a#2", rig.Log); // the one that is starting goes on
    }

    [Fact]
    public void Crash_OfInstances_TheyShareTheirChildsStandbysOldestFirst()
    {
        var rig = Warm(Specs.Supervisor("root", Child("n", 2) with { Instances = 3 }));
        Assert.Equal("n~1 n~2", rig.Waiting);
        rig.End("n-3", Specs.Killed);
        rig.End("n-1", Specs.Killed);
        rig.End("n-2", Specs.Killed);
        Assert.Equal("n~1+n-3#2 n~2+n-1#2 +n-2#2", rig.Log);
    }

    [Fact]
    public void Backoff_Over_IsTakenOverToo()
    {
        var rig = Warm(Specs.Supervisor("root", Child("a")) with { Backoff = new BackoffSpec { Jitter = 0 } });
        rig.End("a", Specs.Killed);
        rig.End("a", Specs.Killed);
        Assert.Equal(NodeState.Backoff, rig.State("a"));
        rig.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("a#3", rig.Running);
        Assert.Equal("a~2", rig.Waiting); // the first was used, the second came behind it when the node was Ready again
    }

    [Fact]
    public void Standby_Dies_IsReplacedMoreAndMoreSlowlyAndNeverCounted()
    {
        var rig = Warm(Specs.Supervisor("root", Child("a")) with { Intensity = 0 });
        var waits = new List<double>();
        for (var loss = 0; loss < 8; loss++)
        {
            rig.EndStandby(rig.Standbys.Keys.Single(), Specs.Killed);
            Assert.Empty(rig.Standbys);
            var died = rig.Now;
            while (rig.Standbys.Count == 0)
                rig.Advance(rig.NextRetry()!.Value.Value - rig.Now);
            waits.Add((rig.Now - died).TotalSeconds);
        }
        Assert.All(waits.Zip([1, 2, 4, 8, 16, 30, 30, 30]), wait => Assert.InRange(wait.First, wait.Second * 0.8, wait.Second * 1.2));
        Assert.Equal(0, rig.Snapshot.Restarts);
        Assert.Equal("a#1", rig.Running);

        rig.Advance(StandbyPool.Backoff.ResetAfter); // it waited this long: the next loss begins anew
        rig.EndStandby(rig.Standbys.Keys.Single(), Specs.Killed);
        rig.Advance(TimeSpan.FromSeconds(1.3));
        Assert.Single(rig.Standbys);
    }

    [Fact]
    public void Standby_Hangs_IsKilledAndReplaced()
    {
        var rig = Warm(Specs.Supervisor("root", Child("a")) with { Intensity = 0 });
        rig.Handle(new StandbySilent(1, TimeSpan.FromSeconds(5)));
        rig.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("-a~1 +a~2", rig.Log);
        var down = Assert.Single(rig.Effects.OfType<StandbyDown>());
        Assert.Equal((false, new ExitReason.Hung(TimeSpan.FromSeconds(5))), (down.Asked, down.Reason));
    }

    [Fact]
    public void Standby_CannotBeStarted_IsTriedSeldomAndTheNodeGoesOn()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Child("a")));
        rig.Obedient = false;
        rig.Advance(Peace);
        rig.EndStandby(1, Specs.CannotStart);
        rig.Advance(TimeSpan.FromSeconds(23));
        Assert.Empty(rig.Standbys);
        rig.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal([2L], rig.Standbys.Keys);
        Assert.Equal(NodeState.Ready, rig.State("a"));
    }

    [Fact]
    public void Standby_LostInTheTakeover_IsNotCountedAndTheNextStartIsCold()
    {
        var rig = Warm(Specs.Supervisor("root", RestartStrategy.OneForAll, Child("a", 2), Child("b")) with { Intensity = 1 });
        rig.Obedient = false;
        rig.End("b", Specs.Killed);
        rig.Obedient = true;
        rig.Forget();
        rig.End("a", Specs.Exit(0)); // as asked: now both are to be taken over
        rig.Obedient = false;
        Assert.Equal("a~1+a#2 b~3+b#2", rig.Log);
        rig.Forget();
        rig.Live[Specs.Name("a")] = (2, false, null);
        rig.End("a", new ExitReason.StandbyLost(Specs.Killed));
        Assert.Equal("+a#3", rig.Log);
        Assert.Equal(1, rig.Snapshot.Restarts);
        Assert.Equal("a#3 b#2", rig.Running);
    }

    [Fact]
    public void Stop_OfTheNode_EndsItsStandbysAndAStartBringsThemBack()
    {
        var rig = Warm(Specs.Supervisor("root", Child("a"), Child("b")));
        rig.Handle(new StopChild(Specs.Name("a"), "test"));
        Assert.Equal("b~2", rig.Waiting);
        rig.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("-a#1 -a~1", rig.Log);
        rig.Handle(new StartChild(Specs.Name("a")));
        rig.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("b~2 a~3", rig.Waiting.Replace("a~3 b~2", "b~2 a~3", StringComparison.Ordinal));
    }

    [Fact]
    public void Stop_OfOneInstance_LeavesTheStandbysToTheOthers()
    {
        var rig = Warm(Specs.Supervisor("root", Child("n") with { Instances = 2 }));
        rig.Handle(new StopChild(Specs.Name("n-1"), "test"));
        Assert.Equal("n~1", rig.Waiting);
        rig.Handle(new StopChild(Specs.Name("n-2"), "test"));
        Assert.Empty(rig.Standbys);
    }

    [Fact]
    public void Restart_ByAPerson_IsColdAsTheProgramMayHaveChanged()
    {
        var rig = Warm(Specs.Supervisor("root", Child("a")));
        rig.Handle(new RestartChild(Specs.Name("a")));
        rig.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("-a~1 -a#1 +a#2 +a~2", rig.Log);
    }

    [Fact]
    public void Completion_OfATransientChild_EndsItsStandbys()
    {
        var rig = Warm(Specs.Supervisor("root", Child("a") with { Restart = RestartType.Transient }));
        rig.End("a", Specs.Exit(0));
        Assert.Equal(NodeState.Completed, rig.State("a"));
        Assert.Empty(rig.Standbys);
    }

    [Fact]
    public void Escalation_OfANestedSupervisor_EndsTheStandbysBelowItBeforeItIsDown()
    {
        var rig = Warm(Specs.Supervisor("root", Specs.Supervisor("inner", Child("a"), Child("b")) with { Intensity = 0 }) with { Intensity = 5 });
        rig.Obedient = false;
        rig.End("a", Specs.Killed);
        Assert.Equal("-a~1 -b~2 -b#1", rig.Log);
        rig.End("b", Specs.Exit(0));
        rig.EndStandby(1, Specs.Killed);
        Assert.Equal(NodeState.Stopping, rig.State("inner"));
        rig.EndStandby(2, Specs.Killed);
        Assert.Equal("a#2 b#2", rig.Running); // restarted by the level above
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void End_OfTheTree_WaitsForStandbys(bool kill)
    {
        var rig = Warm(Specs.Supervisor("root", Child("a", 2)));
        rig.Obedient = false;
        rig.Handle(kill ? new KillTree("test") : new StopTree("test"));
        rig.End("a", Specs.Exit(0));
        rig.EndStandby(1, Specs.Killed);
        Assert.Null(rig.Outcome);
        rig.EndStandby(2, Specs.Killed);
        Assert.NotNull(rig.Outcome);
    }

    [Fact]
    public void Removal_OfTheChild_IsOverWithItsLastStandby()
    {
        var rig = Warm(Specs.Supervisor("root", Child("a"), Child("b")));
        rig.Obedient = false;
        rig.Handle(new RemoveChild(Specs.Name("a")));
        rig.End("a", Specs.Exit(0));
        Assert.NotNull(rig.Refusal(new AddChild(Specs.Name("root"), Child("a"))));
        rig.EndStandby(1, Specs.Killed);
        Assert.Null(rig.Refusal(new AddChild(Specs.Name("root"), Child("a"))));
    }

    [Fact]
    public void Check_StandbysThatCannotBe_AreRefused() => Assert.Equal(
        [
            "children.a.standby: a child keeps from 0 to 16 standbys: standby=17",
            "children.b.standby: a temporary child is never restarted, so nothing could take over: standby=1 restart=temporary",
        ],
        SpecValidation.Check(Specs.Supervisor("root", Child("a", 17), Child("b") with { Restart = RestartType.Temporary })).Select(problem => problem.ToString()));
}
