using Microsoft.Extensions.Logging;

namespace ActorIpc.Hosting;

/// <summary>The words of this library's log. Event ids are stable.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Warning, "control connection ended: {Problem}")]
    public static partial void ControlConnectionFailed(ILogger log, string problem);

    [LoggerMessage(2, LogLevel.Warning, "refused a process that claims to be a node: {Reason}")]
    public static partial void HelloRefused(ILogger log, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Reclaimed}")]
    public static partial void Reclaimed(ILogger log, string reclaimed);

    [LoggerMessage(4, LogLevel.Warning, "a process outside the group of {Node}#{Incarnation} still holds its output; let go of it")]
    public static partial void OutputAbandoned(ILogger log, string node, int incarnation);

    [LoggerMessage(5, LogLevel.Error, "the host's supervisor failed: {Problem}")]
    public static partial void SupervisorFailed(ILogger log, string problem);

    [LoggerMessage(6, LogLevel.Warning, "{Path}: {Message}")]
    public static partial void SpecWarning(ILogger log, string path, string message);

    [LoggerMessage(7, LogLevel.Warning, "what killed nodes have left in the runtime directory stays there until the next start: {Problem}")]
    public static partial void LinksNotSwept(ILogger log, string problem);

    [LoggerMessage(8, LogLevel.Warning, "the host's record cannot be written: {Problem}")]
    public static partial void RecordNotWritten(ILogger log, string problem);

    [LoggerMessage(9, LogLevel.Information, "{Node} waits for nodes that are ending: {Difference}")]
    public static partial void WaitsForOldContract(ILogger log, string node, string difference);

    [LoggerMessage(10, LogLevel.Warning, "ignored a message that is not whole: type={Type} missing={Missing} from={From}")]
    public static partial void MessageIncomplete(ILogger log, string type, string missing, string from);
}
