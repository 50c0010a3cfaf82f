namespace ActorIpc.Channels.Protocol;

/// <summary>What an end of a channel does.</summary>
internal enum ChannelRole : byte
{
    /// <summary>Writes items.</summary>
    Writer = 1,

    /// <summary>Reads items.</summary>
    Reader = 2,
}
