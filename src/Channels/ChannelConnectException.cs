namespace ActorIpc.Channels;

/// <summary>There is no channel, for a reason a caller can act on.</summary>
/// <param name="failure">The kind of reason.</param>
/// <param name="message">The sentence: who was waited for, or what was expected and what came.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class ChannelConnectException(ChannelConnectFailure failure, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The kind of reason.</summary>
    public ChannelConnectFailure Failure { get; } = failure;
}

/// <summary>Why there is no channel.</summary>
public enum ChannelConnectFailure
{
    /// <summary>Nobody was there within the time, or whoever is there had its peer already.</summary>
    NoPeer,

    /// <summary>The two sides do not fit: item type, format, role or protocol version. The text names both.</summary>
    Mismatch,

    /// <summary>Another listener holds the name.</summary>
    NameInUse,

    /// <summary>There is no link; the text says why.</summary>
    NoLink,
}
