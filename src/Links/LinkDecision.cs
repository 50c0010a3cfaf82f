namespace ActorIpc.Links;

/// <summary>An acceptor's answer to a HELLO.</summary>
public sealed class LinkDecision
{
    private LinkDecision(bool accepted, ReadOnlyMemory<byte> data, LinkTuning tuning, LinkMedia media, LinkFailure failure, string reason)
    {
        Accepted = accepted;
        Data = data;
        Tuning = tuning;
        Media = media;
        Failure = failure;
        Reason = reason;
    }

    /// <summary>True: the handshake goes on.</summary>
    public bool Accepted { get; }

    /// <summary>Bytes for the connector, at most <see cref="LinkOptions.MaxHandshakeData"/>.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Where this side of the link differs from the process's options.</summary>
    public LinkTuning Tuning { get; }

    /// <summary>The media this link may use, of those the process allows; <see cref="LinkMedia.None"/> means all of these.</summary>
    public LinkMedia Media { get; }

    /// <summary>What a refused connector is told: <see cref="LinkFailure.Refused"/>, or <see cref="LinkFailure.Busy"/>.</summary>
    public LinkFailure Failure { get; }

    /// <summary>Why it was refused, for the peer to read; empty exactly when accepted.</summary>
    public string Reason { get; }

    /// <summary>Accepts.</summary>
    /// <param name="data">Bytes for the connector.</param>
    /// <param name="tuning">Where this side differs from the process's options.</param>
    /// <param name="media">The media the link may use; <see cref="LinkMedia.None"/>: all that the process allows.</param>
    public static LinkDecision Accept(ReadOnlyMemory<byte> data = default, LinkTuning? tuning = null, LinkMedia media = LinkMedia.None) =>
        new(true, data, tuning ?? new LinkTuning(), media, default, "");

    /// <summary>Refuses for good.</summary>
    /// <param name="reason">A sentence for the peer: what was expected and what came.</param>
    public static LinkDecision Refuse(string reason) => No(LinkFailure.Refused, reason);

    /// <summary>Refuses for now: the same request may be accepted later.</summary>
    /// <param name="reason">A sentence for the peer: what has to happen first.</param>
    public static LinkDecision NotNow(string reason) => No(LinkFailure.Busy, reason);

    private static LinkDecision No(LinkFailure failure, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(false, default, new LinkTuning(), LinkMedia.None, failure, reason);
    }
}
