namespace ActorIpc.Links;

/// <summary>An acceptor's answer to a HELLO.</summary>
public sealed class LinkDecision
{
    private LinkDecision(bool accepted, ReadOnlyMemory<byte> data, LinkTuning tuning, string reason)
    {
        Accepted = accepted;
        Data = data;
        Tuning = tuning;
        Reason = reason;
    }

    /// <summary>True: the handshake goes on.</summary>
    public bool Accepted { get; }

    /// <summary>Bytes for the connector, at most <see cref="LinkOptions.MaxHandshakeData"/>.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Where this side of the link differs from the process's options.</summary>
    public LinkTuning Tuning { get; }

    /// <summary>Why it was refused, for the peer to read; empty exactly when accepted.</summary>
    public string Reason { get; }

    /// <summary>Accepts.</summary>
    /// <param name="data">Bytes for the connector.</param>
    /// <param name="tuning">Where this side differs from the process's options.</param>
    public static LinkDecision Accept(ReadOnlyMemory<byte> data = default, LinkTuning? tuning = null) => new(true, data, tuning ?? new LinkTuning(), "");

    /// <summary>Refuses.</summary>
    /// <param name="reason">A sentence for the peer: what was expected and what came.</param>
    public static LinkDecision Refuse(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(false, default, new LinkTuning(), reason);
    }
}
