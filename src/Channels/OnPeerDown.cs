namespace ActorIpc.Channels;

/// <summary>What an end of a channel does when the process at the other end is gone. Each end decides for itself.</summary>
public enum OnPeerDown
{
    /// <summary>The channel ends with <see cref="PeerDownException"/>; a reader first gives out everything that was published.</summary>
    Fail,

    /// <summary>The end waits for the peer's next life. A writer keeps what is not acknowledged and sends it again; a reader drops by its sequence number what it has already.</summary>
    Resume,
}
