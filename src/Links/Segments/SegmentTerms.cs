namespace ActorIpc.Links.Segments;

/// <summary>What the handshake says about a segment: both sides hold the header against it.</summary>
/// <param name="Ring0">Capacity of the ring the creator writes, in bytes.</param>
/// <param name="Ring1">Capacity of the ring the attacher writes, in bytes.</param>
/// <param name="MaxMessage">The longest message, in bytes.</param>
/// <param name="Features">Agreed feature bits.</param>
/// <param name="Nonce">Sent over the socket and stored in the segment: this segment is meant, and no other.</param>
/// <param name="Creator">The creator's instance.</param>
/// <param name="Attacher">The attacher's instance.</param>
internal sealed record SegmentTerms(int Ring0, int Ring1, int MaxMessage, ulong Features, Guid Nonce, Guid Creator, Guid Attacher);
