using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;

namespace ActorIpc.Hosting.Processes;

/// <summary>What an exit code says about why a life ended.</summary>
internal static class ExitReasons
{
    private const int SignalBase = 128;

    /// <summary>The reason of a life that ended with an exit code; what the host itself did and what the node said about its job come first.</summary>
    /// <param name="run">The life.</param>
    /// <param name="exitCode">Its process's exit code.</param>
    public static ExitReason Of(NodeRun run, int exitCode)
    {
        var reason = OfItself(run, exitCode);
        return run.IsTakingOver && reason is not ExitReason.StandbyLost ? new ExitReason.StandbyLost(reason) : reason;
    }

    /// <summary>The reason of a standby that ended with an exit code and had no name yet.</summary>
    /// <param name="exitCode">Its process's exit code.</param>
    public static ExitReason OfStandby(int exitCode) =>
        exitCode == NodeExitCode.HandshakeFailed ? new ExitReason.StartFailed("the handshake failed") : OfCode(exitCode);

    private static ExitReason OfItself(NodeRun run, int exitCode)
    {
        if (run.JobFailure is { } failure)
            return new ExitReason.JobFailed(failure);
        if (exitCode == NodeExitCode.JobFailed)
            return new ExitReason.JobFailed(run.Process?.ErrorTail(1) is [var last] ? last : "the node did not say why");
        if (run.EndedByHost is { } reason)
            return reason;
        if (exitCode == NodeExitCode.ContractMismatch && run.Phase < RunPhase.Ready)
            return new ExitReason.CannotStart(run.Process?.ErrorTail(1) is [var said] ? said : "the node did not say why", "rebuild the older one", IsContractMismatch: true);
        if (exitCode == NodeExitCode.HandshakeFailed && run.Phase < RunPhase.Ready)
            return new ExitReason.StartFailed("the handshake failed");
        return OfCode(exitCode);
    }

    private static ExitReason OfCode(int exitCode) => exitCode is > SignalBase and <= SignalBase + SignalNames.Last
        ? new ExitReason.Signalled(exitCode - SignalBase, SignalNames.Of(exitCode - SignalBase))
        : new ExitReason.Exited(exitCode);
}
