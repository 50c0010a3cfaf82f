using Microsoft.Extensions.Logging;

namespace ActorIpc.Links;

/// <summary>Event ids and words of the library. Nothing is logged per record.</summary>
/// <param name="logger">Where they go.</param>
internal sealed partial class LinkLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Information, "Listening as {Address} at {Socket}.")]
    public partial void Listening(string address, string socket);

    [LoggerMessage(2, LogLevel.Information, "Opened {Link}. {Note}")]
    public partial void Opened(Link link, string note);

    [LoggerMessage(3, LogLevel.Information, "Ended {Link}: {End}.")]
    public partial void Ended(Link link, LinkEnd end);

    [LoggerMessage(4, LogLevel.Warning, "Ended {Link}: {End}; {Lost} bytes that waited were lost.")]
    public partial void EndedWithLoss(Link link, LinkEnd end, long lost);

    [LoggerMessage(5, LogLevel.Warning, "Ended {Link}, the peer broke a rule: {Rule}.")]
    public partial void Violated(Link link, string rule);

    [LoggerMessage(6, LogLevel.Error, "The handler of {Link} threw; the link ends.")]
    public partial void HandlerFailed(Exception failure, Link link);

    [LoggerMessage(7, LogLevel.Warning, "Refused a connection to {Address}: {Reason}.")]
    public partial void HandshakeRefused(string address, string reason);

    [LoggerMessage(8, LogLevel.Error, "An acceptor of {Address} threw; the connection is refused.")]
    public partial void AcceptorFailed(Exception failure, string address);

    [LoggerMessage(9, LogLevel.Warning, "Shared memory for a link to {Address} is short: {Reason}.")]
    public partial void SegmentDegraded(string address, string reason);

    [LoggerMessage(10, LogLevel.Information, "Reclaimed {Files} files of {Instances} ended instances.")]
    public partial void Swept(int files, int instances);

    [LoggerMessage(11, LogLevel.Warning, "File locks do not work in {Directory} (is file locking switched off?): what the dead leave there is not reclaimed.")]
    public partial void LocksDoNotWork(string directory);

    [LoggerMessage(12, LogLevel.Critical, "A reader thread failed; its links end.")]
    public partial void ReaderFailed(Exception failure);

    [LoggerMessage(13, LogLevel.Warning, "Accepting at {Address} failed: {Reason}.")]
    public partial void AcceptFailed(string address, string reason);
}
