namespace ActorIpc.Channels;

/// <summary>The writing program completed the channel with an exception. Only its type's name and its message travel; no type is ever loaded for a peer's sake.</summary>
/// <param name="peer">The writing program.</param>
/// <param name="typeName">The full name of its exception's type.</param>
/// <param name="remoteMessage">Its exception's message.</param>
public sealed class RemoteChannelException(ChannelPeer peer, string typeName, string remoteMessage)
    : Exception($"the writer completed the channel with an exception: writer={peer} {typeName}: {remoteMessage}")
{
    /// <summary>The writing program.</summary>
    public ChannelPeer Peer { get; } = peer;

    /// <summary>The full name of its exception's type.</summary>
    public string TypeName { get; } = typeName;

    /// <summary>Its exception's message.</summary>
    public string RemoteMessage { get; } = remoteMessage;
}
