using System.Net;

namespace ActorIpc.Links;

/// <summary>What a connector asks for.</summary>
public sealed record LinkRequest
{
    /// <summary>The full address of the listener, exactly as it listens: the rendezvous is by this name.</summary>
    public required string To { get; init; }

    /// <summary>The full address this side gives for itself; may be empty.</summary>
    public string From { get; init; } = "";

    /// <summary>Whom the link is for.</summary>
    public required LinkPurpose Purpose { get; init; }

    /// <summary>A number that tells the peer which life of the address this is (the UID of an actor system); 0 when there is none.</summary>
    public long SystemUid { get; init; }

    /// <summary>Bytes for the peer's acceptor, at most <see cref="LinkOptions.MaxHandshakeData"/>.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Where this link differs from the process's options.</summary>
    public LinkTuning Tuning { get; init; } = new();

    /// <summary>The media this link may use; <see cref="LinkMedia.None"/> means the process's.</summary>
    public LinkMedia Media { get; init; }

    /// <summary>The listener's TCP endpoint: the link is then made over TCP and over nothing else. Loopback only.</summary>
    public IPEndPoint? Tcp { get; init; }

    /// <summary>How long to wait for a listener that is not there yet; zero: fail at once. The handshake's own deadline comes on top.</summary>
    public TimeSpan WaitForListener { get; init; }
}
