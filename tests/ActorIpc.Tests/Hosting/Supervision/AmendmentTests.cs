using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>A running tree that becomes another one.</summary>
public sealed class AmendmentTests
{
    [Fact]
    public void OneChangedOfFive_TheOthersKeepTheirLives()
    {
        var rig = Rig.Started(Specs.Supervisor("root", [.. "abcde".Select(name => Specs.Child(name.ToString()))]) with { Intensity = 0 });
        rig.Handle(Amend(rig.Root, "c"));
        Assert.Equal("a#1 b#1 c#2 d#1 e#1", rig.Running);
        Assert.Equal(0, rig.Snapshot.Restarts);
    }

    [Fact]
    public void Invalid_IsRefusedAndChangesNothing()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b")));
        rig.Forget();
        Assert.Contains("depends-on=nobody", rig.Refusal(Amend(Specs.Supervisor("root", Specs.Child("c", dependsOn: "nobody")))), StringComparison.Ordinal);
        Assert.Contains("wanted=other", rig.Refusal(Amend(Specs.Supervisor("other", Specs.Child("a")))), StringComparison.Ordinal);
        Assert.Equal("", rig.Log);
        Assert.Equal("a#1 b#1", rig.Running);
    }

    [Fact]
    public void Removed_LeaveInTheirOrderAndAddedComeAtOnce()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b", dependsOn: "a"), Specs.Child("c")));
        rig.Obedient = false;
        rig.Forget();
        rig.Handle(Amend(Specs.Supervisor("root", Specs.Child("d"), Specs.Child("c"))));
        Assert.Equal("-b#1 +d#1", rig.Log);
        rig.End("b", Specs.Exit(0));
        rig.End("a", Specs.Exit(0));
        Assert.Equal("-b#1 +d#1 -a#1", rig.Log);
        Assert.Equal("c#1 d#1", rig.Running);
        Assert.Equal(["d", "c"], rig.Snapshot.Spec.Children.Select(child => child.Name.Value));
    }

    [Fact]
    public void Moved_ComesUnderItsNewSupervisorWhenTheOldLifeIsOver()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Supervisor("inner", Specs.Child("b"))));
        rig.Obedient = false;
        rig.Forget();
        rig.Handle(Amend(Specs.Supervisor("root", Specs.Supervisor("inner", Specs.Child("b"), Specs.Child("a")))));
        Assert.Equal("-a#1", rig.Log);
        Assert.Contains("being carried out", rig.Refusal(new AddChild(Specs.Name("root"), Specs.Child("x"))), StringComparison.Ordinal);
        rig.End("a", Specs.Exit(0));
        Assert.Equal("-a#1 +a#2", rig.Log);
        Assert.Null(rig.Refusal(new AddChild(Specs.Name("root"), Specs.Child("x"))));
    }

    [Fact]
    public void Dependent_OfASupervisorThatGetsAnotherChild_WaitsForThatToo()
    {
        var inner = Specs.Supervisor("inner", Specs.Child("a"), Specs.Child("x"));
        var rig = new Rig(Specs.Supervisor("root", inner, Specs.Child("d", dependsOn: "inner")), obedient: false);
        rig.Handle(new StartTree());
        rig.Ready("a");
        rig.Handle(new StopChild(Specs.Name("x"), "test", null));
        rig.Forget();
        // What d waits for leaves, and what it is to wait for comes: in one decision, so that it was never all there.
        rig.Handle(Amend(Specs.Supervisor("root", Specs.Supervisor("inner", Specs.Child("a"), Specs.Child("y")), Specs.Child("d", dependsOn: "inner"))));
        rig.End("x", Specs.Exit(0));
        Assert.Equal("+y#1", rig.Log);
        rig.Ready("y");
        Assert.Equal("+y#1 +d#1", rig.Log);
    }

    [Fact]
    public void Stop_WhileSomethingIsOutstanding_EndsTheTree()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Supervisor("inner", Specs.Child("b"))));
        rig.Obedient = false;
        rig.Handle(Amend(Specs.Supervisor("root", Specs.Supervisor("inner", Specs.Child("b"), Specs.Child("a")))));
        rig.Handle(new StopTree("test"));
        rig.Obedient = true;
        rig.Handle(new RetryDue(-1));
        Assert.NotNull(rig.Outcome);
    }

    [Fact]
    public void SupervisorKeys_ChangedInPlace_CountWhatWasCounted()
    {
        var root = Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b")) with { Intensity = 5 };
        var rig = Rig.Started(root);
        rig.End("a", Specs.Killed);
        rig.End("a", Specs.Killed);
        rig.Handle(Amend(root with { Intensity = 1, Strategy = RestartStrategy.OneForAll }));
        Assert.Equal("a#3 b#1", rig.Running);
        rig.End("a", Specs.Killed);
        Assert.IsType<TreeOutcome.IntensityReached>(rig.Outcome);
    }

    [Fact]
    public void ChildKeys_ChangedInPlace_HoldFromNowOn()
    {
        var root = Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b"));
        var rig = Rig.Started(root);
        var changed = Specs.Child("a", RestartType.Transient) with { Shutdown = ShutdownPolicy.BrutalKill };
        rig.Handle(Amend(root with { Children = [changed, root.Children[1]] }));
        Assert.Equal("a#1 b#1", rig.Running);
        Assert.Contains(rig.Effects.OfType<SpecChanged>(), effect => effect.Spec == changed);
        rig.End("a", Specs.Exit(0));
        Assert.Equal(NodeState.Completed, rig.State("a"));
    }

    [Fact]
    public void Standby_Wanted_ComesAndAChangedProgramsIsDiscarded()
    {
        var root = Specs.Supervisor("root", Specs.Child("a"));
        var rig = Rig.Started(root);
        root = root with { Children = [Specs.Child("a") with { Standby = 2 }] };
        rig.Handle(Amend(root));
        rig.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("a~1 a~2", rig.Waiting);
        rig.Forget();
        rig.Handle(Amend(root with { Children = [Specs.Child("a") with { Standby = 1, Executable = "other" }] }, "a"));
        rig.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("-a~1 -a~2 -a#1 +a#2 +a~3", rig.Log);
    }

    [Fact]
    public void Instances_Scaled_KeepTheLowest()
    {
        var root = Specs.Supervisor("root", Specs.Child("n") with { Instances = 3 });
        var rig = Rig.Started(root);
        rig.Handle(Amend(root with { Children = [Specs.Child("n") with { Instances = 2 }] }));
        Assert.Equal("n-1#1 n-2#1", rig.Running);
        rig.Handle(Amend(root with { Children = [Specs.Child("n") with { Instances = 4 }] }));
        Assert.Equal("n-1#1 n-2#1 n-3#2 n-4#1", rig.Running);
    }

    [Fact]
    public void Failed_WithAChangedSpec_IsStartedAgain()
    {
        var root = Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b"));
        var rig = Rig.Started(root);
        rig.End("a", Specs.CannotStart);
        Assert.Equal(NodeState.Failed, rig.State("a"));
        rig.Handle(Amend(root with { Children = [Specs.Child("a") with { Executable = "other" }, root.Children[1]] }, "a"));
        Assert.Equal("a#2 b#1", rig.Running);
    }

    [Fact]
    public void StoppedByAPerson_StaysStopped()
    {
        var root = Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b"));
        var rig = Rig.Started(root);
        rig.Handle(new StopChild(Specs.Name("a"), "test"));
        rig.Handle(Amend(root with { Children = [Specs.Child("a") with { Executable = "other" }, root.Children[1]] }, "a"));
        Assert.Equal("b#1", rig.Running);
        rig.Handle(new StartChild(Specs.Name("a")));
        Assert.Equal("other", rig.Effects.OfType<StartNode>().Last().Spec.Executable);
    }

    private static AmendTree Amend(SupervisorSpec wanted, params string[] restart) => new(wanted, restart.Select(name => new NodeName(name)).ToHashSet());
}
