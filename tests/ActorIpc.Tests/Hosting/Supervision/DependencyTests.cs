using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class DependencyTests
{
    [Fact]
    public void Start_DependsOnAScaledChild_WaitsUntilEveryInstanceIsReadyAndSaysForWhat()
    {
        var rig = new Rig(Specs.Supervisor("root", Specs.Child("a", dependsOn: "b"), Specs.Child("b") with { Instances = 2 }), obedient: false);
        rig.Handle(new StartTree());
        Assert.Equal("+b-1#1 +b-2#1", rig.Log);
        Assert.Equal(["b"], rig.Effects.OfType<NodeStateChanged>().Single(changed => changed.State == NodeState.Pending).WaitsFor.Select(name => name.Value));
        Assert.Equal(["b"], rig.Node("a").WaitsFor.Select(name => name.Value));
        rig.Ready("b-1");
        Assert.Equal("+b-1#1 +b-2#1", rig.Log);
        rig.Ready("b-2");
        Assert.Equal("+b-1#1 +b-2#1 +a#1", rig.Log);
    }

    [Fact]
    public void Start_DependsOnASupervisor_WaitsForEverythingBelowIt()
    {
        var rig = new Rig(
            Specs.Supervisor("root", Specs.Child("a", dependsOn: "inner"), Specs.Supervisor("inner", Specs.Child("b"), Specs.Child("c"))), obedient: false);
        rig.Handle(new StartTree());
        rig.Ready("b");
        Assert.DoesNotContain("a#1", rig.Running);
        rig.Ready("c");
        Assert.Contains("a#1", rig.Running);
    }

    [Fact]
    public void Start_DependencyThatCompleted_IsNothingToWaitFor()
    {
        var rig = new Rig(Specs.Supervisor("root", Specs.Child("migrate", RestartType.Transient), Specs.Child("a", dependsOn: "migrate")), obedient: false);
        rig.Handle(new StartTree());
        rig.Ready("migrate");
        rig.End("migrate", Specs.Exit(0));
        rig.End("a", Specs.Killed);
        Assert.Equal("a#2", rig.Running);
    }

    [Fact]
    public void Restart_OfADependency_TheDependentKeepsRunning()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a", dependsOn: "b"), Specs.Child("b")));
        rig.End("b", Specs.Killed);
        Assert.Equal("a#1 b#2", rig.Running);
    }

    [Fact]
    public void Restart_OfADependentWhileItsDependencyIsDown_WaitsForIt()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a", dependsOn: "b"), Specs.Child("b")));
        rig.Handle(new StopChild(Specs.Name("b"), "test"));
        rig.End("a", Specs.Killed);
        Assert.Equal((NodeState.Pending, ""), (rig.State("a"), rig.Running));
        rig.Handle(new StartChild(Specs.Name("b")));
        Assert.Equal("a#2 b#2", rig.Running);
    }

    [Fact]
    public void Restart_WithItsDependencies_StopsAndStartsUncountedAlongTheChain()
    {
        var rig = Rig.Started(Specs.Supervisor(
            "root",
            Specs.Child("a"),
            Specs.Child("b", dependsOn: "a") with { RestartsWithDependencies = true },
            Specs.Child("c", dependsOn: "b") with { RestartsWithDependencies = true },
            Specs.Child("d", dependsOn: "c")));
        rig.Forget();
        rig.End("a", Specs.Killed);
        Assert.Equal("a#2 b#2 c#2 d#1", rig.Running);
        Assert.Equal("-c#1 +a#2 -b#1 +b#2 +c#2", rig.Log);
        Assert.Equal(1, rig.Snapshot.Restarts);
    }

    [Fact]
    public void Restart_WithItsDependencies_AlsoWhenAPersonOrARoundRestartsThem()
    {
        var inner = Specs.Supervisor("inner", RestartStrategy.OneForAll, Specs.Child("a"), Specs.Child("b"));
        var rig = Rig.Started(Specs.Supervisor("root", inner, Specs.Child("c", dependsOn: "b") with { RestartsWithDependencies = true }));
        rig.Handle(new RestartChild(Specs.Name("b")));
        Assert.Equal("a#1 b#2 c#2", rig.Running);
        rig.End("a", Specs.Killed);
        Assert.Equal("a#2 b#3 c#3", rig.Running);
        rig.Handle(new RestartChild(Specs.Name("inner")));
        Assert.Equal("a#3 b#4 c#4", rig.Running);
    }

    [Fact]
    public void Restart_WithItsDependenciesWhileAPersonStopsIt_StaysStopped()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), Specs.Child("b", dependsOn: "a") with { RestartsWithDependencies = true }));
        rig.Obedient = false;
        rig.Handle(new StopChild(Specs.Name("b"), "test"));
        rig.End("a", Specs.Killed);
        rig.Ready("a");
        rig.End("b", Specs.Exit(0));
        Assert.Equal(("a#2", NodeState.Stopped), (rig.Running, rig.State("b")));
    }

    [Fact]
    public void Stop_ADependentDeclaredFirst_StopsBeforeWhatItDependsOn()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a", dependsOn: "c"), Specs.Child("b"), Specs.Child("c")));
        rig.Forget();
        rig.Handle(new StopTree("test"));
        Assert.Equal("-b#1 -a#1 -c#1", rig.Log);
    }

    [Fact]
    public void Stop_ADependencyAcrossSupervisors_TheDependentsSupervisorStopsFirst()
    {
        var rig = Rig.Started(Specs.Supervisor(
            "root", Specs.Supervisor("front", Specs.Child("a", dependsOn: "b")), Specs.Supervisor("back", Specs.Child("b"))));
        rig.Forget();
        rig.Handle(new StopTree("test"));
        Assert.Equal("-a#1 -b#1", rig.Log);
    }
}
