using System.Globalization;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;

namespace ActorIpc.Hosting.Processes;

/// <summary>What an exit code says about why a life ended.</summary>
internal static class ExitReasons
{
    private const int SignalBase = 128;
    private const int LastSignal = 64;

    private static readonly Dictionary<int, string> SignalNames = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [5] = "SIGTRAP",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [10] = "SIGUSR1",
        [11] = "SIGSEGV",
        [12] = "SIGUSR2",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
        [31] = "SIGSYS",
    };

    /// <summary>The reason of a life that ended with an exit code; what the host itself did and what the node said about its job come first.</summary>
    /// <param name="run">The life.</param>
    /// <param name="exitCode">Its process's exit code.</param>
    public static ExitReason Of(NodeRun run, int exitCode)
    {
        if (run.JobFailure is { } failure)
            return new ExitReason.JobFailed(failure);
        if (exitCode == NodeExitCode.JobFailed)
            return new ExitReason.JobFailed(run.Process?.ErrorTail(1) is [var last] ? last : "the node did not say why");
        if (run.EndedByHost is { } reason)
            return reason;
        if (exitCode == NodeExitCode.HandshakeFailed && run.Phase < RunPhase.Ready)
            return new ExitReason.StartFailed("the handshake failed");
        return exitCode is > SignalBase and <= SignalBase + LastSignal
            ? new ExitReason.Signalled(exitCode - SignalBase, SignalName(exitCode - SignalBase))
            : new ExitReason.Exited(exitCode);
    }

    private static string SignalName(int number) =>
        SignalNames.TryGetValue(number, out var name) ? name : string.Create(CultureInfo.InvariantCulture, $"signal {number}");
}
