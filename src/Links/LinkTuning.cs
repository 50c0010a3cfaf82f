namespace ActorIpc.Links;

/// <summary>Where one link differs from its process's <see cref="LinkOptions"/>; null means "as there". Ring capacities and the message limit are
/// negotiated: each becomes the smaller of what the two sides want.</summary>
public sealed record LinkTuning
{
    /// <summary>Capacity of the ring that carries this side's records, in bytes, a power of two; <see cref="LinkOptions.SmallRing"/> for a direction that
    /// hardly carries any.</summary>
    public int? OutboundRing { get; init; }

    /// <summary>Capacity of the ring that carries the peer's records, in bytes, a power of two.</summary>
    public int? InboundRing { get; init; }

    /// <summary>The longest message, in bytes.</summary>
    public int? MaxMessage { get; init; }

    /// <summary>How many bytes may wait in this side's spill before a write is refused. Small for a user that waits instead of losing (a channel).</summary>
    public long? SpillLimit { get; init; }
}
