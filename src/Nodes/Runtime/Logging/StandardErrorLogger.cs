using System.Globalization;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace ActorIpc.Nodes.Logging;

/// <summary>
/// Akka's log events as lines on standard error, which the host captures; standard output belongs to the user's program.
/// The host adds the time and the node's name, so a line has neither. Akka makes the actor, by its type name in <c>akka.loggers</c>.
/// Not a <see cref="ReceiveActor"/>, whose receivers are compiled while the actor system waits for its loggers.
/// </summary>
internal sealed class StandardErrorLogger : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    /// <summary>
    /// Akka.Remote tells of a peer that went with a warning, an error and two stack traces. Which nodes come and go is the host's to say, once; these are
    /// said at debug level only. What it tells of messages (refused, too large) is not among them.
    /// </summary>
    private static readonly string[] EchoesOfAPeersEnd =
        ["address is now gated", "Disassociated", "Association failed", "No connection", "Connection refused", "has been quarantined", "Tried to associate with unreachable"];

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;
            case LogEvent entry:
                Write(entry);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static bool IsEchoOfAPeersEnd(LogEvent entry) =>
        entry.LogLevel() != LogLevel.DebugLevel
        && entry.LogSource.Contains("/system/endpointManager", StringComparison.Ordinal)
        && entry.Message?.ToString() is { } text
        && EchoesOfAPeersEnd.Any(echo => text.Contains(echo, StringComparison.Ordinal));

    private static void Write(LogEvent entry)
    {
        if (IsEchoOfAPeersEnd(entry))
            return;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Word(entry.LogLevel())} {entry.LogSource}: {entry.Message}");
        Console.Error.WriteLine(entry.Cause is null ? text : $"{text}{Environment.NewLine}{entry.Cause}");
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.ErrorLevel => "error",
        LogLevel.WarningLevel => "warning",
        LogLevel.InfoLevel => "info",
        _ => "debug",
    };
}
