using Microsoft.Extensions.Logging;

namespace ActorIpc.Channels;

/// <summary>Event ids and words of the library. Nothing is logged per item.</summary>
/// <param name="logger">Where they go.</param>
internal sealed partial class ChannelLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Information, "Channel {Channel}: the {Role}'s peer is {Peer}, over {Medium}.")]
    public partial void Met(string channel, string role, ChannelPeer peer, string medium);

    [LoggerMessage(2, LogLevel.Information, "Channel {Channel}: the {Role} is done.")]
    public partial void Done(string channel, string role);

    [LoggerMessage(3, LogLevel.Warning, "Channel {Channel}: the {Role} waits for the next life of {Peer}: {Reason}; {Unacknowledged} items are kept.")]
    public partial void WaitsAgain(string channel, string role, ChannelPeer peer, string reason, long unacknowledged);

    [LoggerMessage(4, LogLevel.Warning, "Channel {Channel}: the {Role} ends: {Reason}.")]
    public partial void Failed(string channel, string role, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Channel {Channel}: refused a connection: {Reason}.")]
    public partial void Refused(string channel, string reason);
}
