using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>Which nodes have no further incarnation to come.</summary>
public sealed class GivenUpTests
{
    [Fact]
    public void Node_ThatIsRestarted_IsNotGivenUp()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a")) with { Backoff = new BackoffSpec { Jitter = 0 } });
        rig.End("a", Specs.Killed);
        rig.End("a", Specs.Killed);
        Assert.Equal(NodeState.Backoff, rig.State("a"));
        Assert.False(IsGivenUp(rig, "a"));
    }

    [Fact]
    public void Node_ThatEndsForGood_IsGivenUp()
    {
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("keeps"), Specs.Child("stops"), Specs.Child("fails"), Specs.Child("completes", RestartType.Transient), Specs.Child("goes")));
        rig.Handle(new StopChild(new("stops"), "test"));
        rig.End("fails", Specs.CannotStart);
        rig.End("completes", Specs.Exit(0));
        rig.Handle(new RemoveChild(new("goes")));
        Assert.Equal("stops fails completes goes", string.Join(' ', new[] { "keeps", "stops", "fails", "completes", "goes" }.Where(name => IsGivenUp(rig, name))));
        rig.Handle(new StartChild(new("stops")));
        Assert.False(IsGivenUp(rig, "stops"));
    }

    [Fact]
    public void Node_UnderASupervisorThatGivesUp_HasItsFate()
    {
        foreach (var (restart, isGivenUp) in new[] { (RestartType.Permanent, false), (RestartType.Transient, true), (RestartType.Temporary, true) })
        {
            var inner = Specs.Supervisor("inner", Specs.Child("b"), Specs.Child("c")) with { Intensity = 0, Restart = restart };
            var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), inner));
            rig.Obedient = false;
            rig.End("b", Specs.Killed);
            Assert.Equal((NodeState.Stopping, NodeState.Stopped), (rig.State("inner"), rig.State("b")));
            Assert.False(IsGivenUp(rig, "b")); // what becomes of its supervisor is not decided while c lives
            rig.End("c", Specs.Exit(0));
            Assert.Equal((isGivenUp, isGivenUp, false), (IsGivenUp(rig, "b"), IsGivenUp(rig, "c"), IsGivenUp(rig, "a")));
        }
    }

    [Fact]
    public void Node_WhoseSupervisorWaitsForItsBackoff_IsNotGivenUp()
    {
        var inner = Specs.Supervisor("inner", Specs.Child("b")) with { Intensity = 0 };
        var rig = Rig.Started(Specs.Supervisor("root", Specs.Child("a"), inner) with { Backoff = new BackoffSpec { Jitter = 0 } });
        rig.End("b", Specs.Killed);
        rig.End("b", Specs.Killed);
        Assert.Equal((NodeState.Backoff, NodeState.Stopped), (rig.State("inner"), rig.State("b")));
        Assert.False(IsGivenUp(rig, "b"));
        rig.Handle(new StopChild(new("inner"), "test"));
        Assert.True(IsGivenUp(rig, "b"));
    }

    private static bool IsGivenUp(Rig rig, string name) => GivenUp.Is(rig.Snapshot, new(name));
}
