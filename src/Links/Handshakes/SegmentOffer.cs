namespace ActorIpc.Links.Handshakes;

/// <summary>Where a segment lives, or that there is none.</summary>
internal enum SegmentKind : byte
{
    Memfd = 1,
    File = 2,
    None = 3,
}

/// <summary>The body of SEGMENT: where the segment is, or that the link goes without one.</summary>
internal sealed record SegmentOffer(SegmentKind Kind, int ProcessId, int Descriptor, string FileName, int Ring0, int Ring1, long Bytes, Guid Nonce)
{
    private const int MaxName = 64;

    public static SegmentOffer Nothing { get; } = new(SegmentKind.None, 0, 0, "", LinkOptions.MinRing, LinkOptions.MinRing, 0, Guid.Empty);

    public FrameWriter Encode() => new FrameWriter()
        .Byte((byte)Kind).Int32(ProcessId).Int32(Descriptor).Text(FileName).Int32(Ring0).Int32(Ring1).Int64(Bytes).Guid(Nonce);

    public static SegmentOffer Decode(ReadOnlySpan<byte> body)
    {
        var reader = new FrameReader(body);
        var kind = (SegmentKind)reader.Byte("kind");
        var offer = new SegmentOffer(
            kind is >= SegmentKind.Memfd and <= SegmentKind.None ? kind : throw new LinkException(LinkFailure.ProtocolViolation, $"a segment kind must be 1..3: kind={(byte)kind}"),
            reader.Int32("pid"),
            reader.Int32("fd"),
            reader.Text("name", MaxName),
            Greeting.Ring(reader.Int32("ring-0"), "ring-0"),
            Greeting.Ring(reader.Int32("ring-1"), "ring-1"),
            reader.Int64("bytes"),
            reader.Guid("nonce"));
        reader.End(FrameType.Segment);
        return offer;
    }
}
