using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>OTP's matrix: restart type, exit reason, strategy.</summary>
public sealed class RestartMatrixTests
{
    public enum End
    {
        Normal,
        SuccessCode,
        Shutdown,
        Abnormal,
        Killed,
        Hang,
        Memory,
        FailedStart,
        StartTimeout,
    }

    public static TheoryData<RestartType, End, bool> Table => new()
    {
        { RestartType.Permanent, End.Normal, true },
        { RestartType.Permanent, End.SuccessCode, true },
        { RestartType.Permanent, End.Shutdown, true },
        { RestartType.Permanent, End.Abnormal, true },
        { RestartType.Permanent, End.Killed, true },
        { RestartType.Permanent, End.Hang, true },
        { RestartType.Permanent, End.Memory, true },
        { RestartType.Permanent, End.FailedStart, true },
        { RestartType.Permanent, End.StartTimeout, true },
        { RestartType.Transient, End.Normal, false },
        { RestartType.Transient, End.SuccessCode, false },
        { RestartType.Transient, End.Shutdown, false },
        { RestartType.Transient, End.Abnormal, true },
        { RestartType.Transient, End.Killed, true },
        { RestartType.Transient, End.Hang, true },
        { RestartType.Transient, End.Memory, true },
        { RestartType.Transient, End.FailedStart, true },
        { RestartType.Transient, End.StartTimeout, true },
        { RestartType.Temporary, End.Normal, false },
        { RestartType.Temporary, End.SuccessCode, false },
        { RestartType.Temporary, End.Shutdown, false },
        { RestartType.Temporary, End.Abnormal, false },
        { RestartType.Temporary, End.Killed, false },
        { RestartType.Temporary, End.Hang, false },
        { RestartType.Temporary, End.Memory, false },
        { RestartType.Temporary, End.FailedStart, false },
        { RestartType.Temporary, End.StartTimeout, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void OneForOne_ChildEnds_OnlyItIsRestartedAsItsTypeSays(RestartType restart, End end, bool restarted) =>
        Check(RestartStrategy.OneForOne, restart, end, restarted ? "a#1 b#2 c#1" : "a#1 c#1");

    [Theory]
    [MemberData(nameof(Table))]
    public void OneForAll_ChildEnds_AllAreRestartedAsItsTypeSays(RestartType restart, End end, bool restarted) =>
        Check(RestartStrategy.OneForAll, restart, end, restarted ? "a#2 b#2 c#2" : "a#1 c#1");

    [Theory]
    [MemberData(nameof(Table))]
    public void RestForOne_ChildEnds_TheRestIsRestartedAsItsTypeSaysAndEarlierOnesKeepTheirLife(RestartType restart, End end, bool restarted) =>
        Check(RestartStrategy.RestForOne, restart, end, restarted ? "a#1 b#2 c#2" : "a#1 c#1");

    private static void Check(RestartStrategy strategy, RestartType restart, End end, string running)
    {
        var rig = new Rig(Specs.Supervisor("root", strategy, Specs.Child("a"), Specs.Child("b", restart) with { SuccessCodes = [7] }, Specs.Child("c")), obedient: false);
        rig.Handle(new StartTree());
        rig.Ready("a");
        rig.Ready("c");
        if (end is not (End.FailedStart or End.StartTimeout))
            rig.Ready("b");
        if (end == End.Hang)
            rig.Handle(new NodeSilent(Specs.Name("b"), 1, TimeSpan.FromSeconds(5)));
        rig.End("b", end switch
        {
            End.Normal => Specs.Exit(0),
            End.SuccessCode => Specs.Exit(7),
            End.Shutdown => new ExitReason.ShutDown(),
            End.Abnormal => Specs.Exit(1),
            End.Killed or End.Hang => Specs.Killed,
            End.Memory => new ExitReason.OverMemory(2, 1),
            End.StartTimeout => new ExitReason.StartTimedOut(TimeSpan.FromSeconds(30)),
            _ => new ExitReason.StartFailed("refused"),
        });
        rig.Obedient = true;
        rig.Handle(new RetryDue(-1)); // an unknown token changes nothing; the processes now obey

        Assert.Equal(running, rig.Running);
        Assert.Null(rig.Outcome);
        var restarts = running.Contains("b#2", StringComparison.Ordinal) ? 1 : 0;
        Assert.Equal(restarts, rig.Snapshot.Restarts);
        var down = Assert.Single(rig.Effects.OfType<NodeDown>(), down => down.Name.Value == "b");
        Assert.Equal(end == End.Hang, down.Reason is ExitReason.Hung);
        Assert.Equal(restarts, down.Restart?.Count ?? 0);
        if (restart == RestartType.Temporary)
            Assert.False(rig.Has("b"));
        else if (restarts == 0)
            Assert.Equal(NodeState.Completed, rig.State("b"));
        Assert.Equal(NodeState.Ready, rig.State("root"));
    }
}
