namespace ActorIpc.Channels;

/// <summary>The process at the other end of a channel is gone, and this end does not wait for another.</summary>
/// <param name="peer">Who it was.</param>
/// <param name="reason">What was seen of its end.</param>
/// <param name="unacknowledged">Of a writer: how many items it had taken that the reader has not acknowledged, as far as acknowledgements arrived. Of a reader: 0.</param>
public sealed class PeerDownException(ChannelPeer peer, string reason, long unacknowledged)
    : IOException($"the peer of a channel is gone: peer={peer} reason={reason} unacknowledged={unacknowledged}")
{
    /// <summary>Who it was.</summary>
    public ChannelPeer Peer { get; } = peer;

    /// <summary>The number its program gave that life, 0 when none.</summary>
    public long Incarnation => Peer.Incarnation;

    /// <summary>What was seen of its end.</summary>
    public string Reason { get; } = reason;

    /// <summary>Of a writer: how many items it had taken that are not known to be acknowledged. Of a reader: 0.</summary>
    public long Unacknowledged { get; } = unacknowledged;
}
