namespace ActorIpc.Channels;

/// <summary>The reading program has given up reading: nothing written from now on would be taken.</summary>
/// <param name="peer">The reading program.</param>
/// <param name="reason">Its reason.</param>
/// <param name="unacknowledged">How many items the writer had taken that the reader has not acknowledged.</param>
public sealed class ReaderStoppedException(ChannelPeer peer, string reason, long unacknowledged)
    : Exception($"the reader of a channel has stopped: reader={peer} reason={reason} unacknowledged={unacknowledged}")
{
    /// <summary>The reading program.</summary>
    public ChannelPeer Peer { get; } = peer;

    /// <summary>Its reason.</summary>
    public string Reason { get; } = reason;

    /// <summary>How many items the writer had taken that the reader has not acknowledged.</summary>
    public long Unacknowledged { get; } = unacknowledged;
}
