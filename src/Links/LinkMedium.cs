namespace ActorIpc.Links;

/// <summary>What carries a link's records.</summary>
public enum LinkMedium
{
    /// <summary>One segment with two rings; a Unix socket beside it rings the doorbell and notices death.</summary>
    SharedMemory,

    /// <summary>The records themselves over the Unix socket.</summary>
    UnixSocket,

    /// <summary>The records over TCP on the loopback interface.</summary>
    Tcp,
}
