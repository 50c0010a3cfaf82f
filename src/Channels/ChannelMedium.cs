namespace ActorIpc.Channels;

/// <summary>What carries a channel's items.</summary>
public enum ChannelMedium
{
    /// <summary>Shared memory when both processes can have it, else the Unix socket; a listener with an endpoint takes connections over TCP as well.</summary>
    Automatic,

    /// <summary>Shared memory, or no channel.</summary>
    SharedMemory,

    /// <summary>A Unix socket.</summary>
    UnixSocket,

    /// <summary>TCP on the loopback interface; needs <see cref="IpcChannelOptions{T}.Endpoint"/>.</summary>
    Tcp,
}
