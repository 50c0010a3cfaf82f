namespace ActorIpc.Links;

/// <summary>What the handshake agreed on for one link.</summary>
internal sealed record LinkTerms
{
    public required LinkPurpose Purpose { get; init; }

    public required string LocalAddress { get; init; }

    public required LinkPeer Peer { get; init; }

    public required int MaxMessage { get; init; }

    public required long SpillLimit { get; init; }

    public string? MediumNote { get; init; }
}
