using ActorIpc.Hosting.Standbys;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;

namespace ActorIpc.Hosting.Processes;

/// <summary>What an exit code says about why a life ended.</summary>
internal static class ExitReasons
{
    private const string Unexplained = "the node did not say why";

    /// <summary>The reason of a life that ended with an exit code; what the host itself did and what the node said about its job come first.</summary>
    /// <param name="run">The life.</param>
    /// <param name="exitCode">Its process's exit code.</param>
    public static ExitReason Of(NodeRun run, int exitCode)
    {
        var reason = OfItself(run, exitCode);
        return run.IsTakingOver && reason is not ExitReason.StandbyLost ? new ExitReason.StandbyLost(reason) : reason;
    }

    /// <summary>The reason of a standby that ended with an exit code and had no name yet.</summary>
    /// <param name="standby">The standby.</param>
    /// <param name="exitCode">Its process's exit code.</param>
    public static ExitReason OfStandby(StandbyRun standby, int exitCode) => exitCode switch
    {
        NodeExitCode.HandshakeFailed => new ExitReason.StartFailed("the handshake failed"),
        NodeExitCode.CannotStart => CannotStart(standby.Process),
        _ => OfCode(exitCode),
    };

    private static ExitReason OfItself(NodeRun run, int exitCode)
    {
        if (run.JobFailure is { } failure)
            return new ExitReason.JobFailed(failure);
        if (exitCode == NodeExitCode.JobFailed)
            return new ExitReason.JobFailed(LastLine(run.Process));
        if (run.EndedByHost is { } reason)
            return reason;
        if (exitCode == NodeExitCode.ContractMismatch && run.Phase < RunPhase.Ready)
            return new ExitReason.CannotStart(LastLine(run.Process), "rebuild the older one", IsContractMismatch: true);
        if (exitCode == NodeExitCode.CannotStart && run.Phase < RunPhase.Ready)
            return CannotStart(run.Process);
        if (exitCode == NodeExitCode.HandshakeFailed && run.Phase < RunPhase.Ready)
            return new ExitReason.StartFailed("the handshake failed");
        return OfCode(exitCode);
    }

    private static ExitReason.CannotStart CannotStart(INodeProcess? process) => new(LastLine(process), "correct the child spec, or what it names");

    private static string LastLine(INodeProcess? process) => process?.ErrorTail(1) is [var last] ? last : Unexplained;

    private static ExitReason OfCode(int exitCode) => exitCode is > SignalNames.ExitCodeBase and <= SignalNames.ExitCodeBase + SignalNames.Last
        ? new ExitReason.Signalled(exitCode - SignalNames.ExitCodeBase, SignalNames.Of(exitCode - SignalNames.ExitCodeBase))
        : new ExitReason.Exited(exitCode);
}
