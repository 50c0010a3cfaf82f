using ActorIpc.Hosting.Supervision;

namespace ActorIpc.Tests.Hosting.Supervision;

public sealed class RestartRulesTests
{
    [Theory]
    [InlineData(RestartType.Permanent, "Restart Restart Restart Restart Fail FailJob")]
    [InlineData(RestartType.Transient, "End End Restart Restart Fail FailJob")]
    [InlineData(RestartType.Temporary, "End End End End End FailJob")]
    public void Decide_EveryExitClass_IsOtpsTable(RestartType restart, string verdicts) =>
        Assert.Equal(verdicts, string.Join(' ', Enum.GetValues<ExitClass>().Select(exit => RestartRules.Decide(restart, exit))));

    public static TheoryData<ExitReason, int> Reasons => new()
    {
        { Specs.Exit(0), (int)ExitClass.Normal },
        { Specs.Exit(3), (int)ExitClass.Normal },
        { Specs.Exit(4), (int)ExitClass.Abnormal },
        { Specs.Exit(65), (int)ExitClass.JobFailed },
        { Specs.Exit(66), (int)ExitClass.FailedStart },
        { new ExitReason.ShutDown(), (int)ExitClass.Shutdown },
        { Specs.Killed, (int)ExitClass.Abnormal },
        { new ExitReason.Hung(TimeSpan.FromSeconds(5)), (int)ExitClass.Abnormal },
        { new ExitReason.OverMemory(2, 1), (int)ExitClass.Abnormal },
        { new ExitReason.StartTimedOut(TimeSpan.FromSeconds(30)), (int)ExitClass.FailedStart },
        { new ExitReason.StartFailed("no more processes"), (int)ExitClass.FailedStart },
        { Specs.CannotStart, (int)ExitClass.CannotStart },
        { new ExitReason.JobFailed("bad input"), (int)ExitClass.JobFailed },
        { new ExitReason.SupervisorEnded(new TreeOutcome.Stopped("test")), (int)ExitClass.Shutdown },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Classify_EveryReason_HasItsClass(ExitReason reason, int exit) =>
        Assert.Equal((ExitClass)exit, RestartRules.Classify(reason, [3]));
}
