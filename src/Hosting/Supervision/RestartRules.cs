using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>
/// OTP's table of restart type and exit reason, with two rows of our own: what cannot start does not climb the ladder, and a failed job ends the tree.
/// </summary>
internal static class RestartRules
{
    /// <summary>What a child's end leads to.</summary>
    /// <param name="restart">Its restart type.</param>
    /// <param name="exit">How it ended, without having been asked to.</param>
    public static Verdict Decide(RestartType restart, ExitClass exit) => exit switch
    {
        //                        permanent        transient        temporary
        ExitClass.Normal => (Verdict.Restart, Verdict.End, Verdict.End).For(restart),
        ExitClass.Shutdown => (Verdict.Restart, Verdict.End, Verdict.End).For(restart),
        ExitClass.Abnormal => (Verdict.Restart, Verdict.Restart, Verdict.End).For(restart),
        ExitClass.FailedStart => (Verdict.Restart, Verdict.Restart, Verdict.End).For(restart),
        ExitClass.CannotStart => (Verdict.Fail, Verdict.Fail, Verdict.End).For(restart),
        ExitClass.JobFailed => (Verdict.FailJob, Verdict.FailJob, Verdict.FailJob).For(restart),
        _ => throw new ArgumentOutOfRangeException(nameof(exit), exit, "every exit class has a row"),
    };

    /// <summary>What an exit reason means.</summary>
    /// <param name="reason">Why it ended.</param>
    /// <param name="successCodes">Exit codes that are a normal end, besides 0.</param>
    public static ExitClass Classify(ExitReason reason, IReadOnlyList<int> successCodes) => reason switch
    {
        ExitReason.Exited(NodeExitCode.Normal) => ExitClass.Normal,
        ExitReason.Exited(NodeExitCode.JobFailed) => ExitClass.JobFailed,
        ExitReason.Exited(NodeExitCode.HandshakeFailed) => ExitClass.FailedStart,
        ExitReason.Exited(var code) => successCodes.Contains(code) ? ExitClass.Normal : ExitClass.Abnormal,
        ExitReason.ShutDown or ExitReason.SupervisorEnded => ExitClass.Shutdown,
        ExitReason.Signalled or ExitReason.Hung or ExitReason.OverMemory => ExitClass.Abnormal,
        ExitReason.StartTimedOut or ExitReason.StartFailed or ExitReason.StandbyLost => ExitClass.FailedStart,
        ExitReason.CannotStart => ExitClass.CannotStart,
        ExitReason.JobFailed => ExitClass.JobFailed,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "every exit reason has a class"),
    };

    private static Verdict For(this (Verdict Permanent, Verdict Transient, Verdict Temporary) row, RestartType restart) => restart switch
    {
        RestartType.Permanent => row.Permanent,
        RestartType.Transient => row.Transient,
        _ => row.Temporary,
    };
}
