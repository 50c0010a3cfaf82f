namespace ActorIpc.Links.Handshakes;

/// <summary>The body of HELLO and of WELCOME: what one side is and wants. Rings are from the sender's point of view.</summary>
internal sealed record Greeting
{
    public ushort OldestMajor { get; init; } = Protocol.OldestMajor;

    public ushort Major { get; init; } = Protocol.Major;

    public ushort Minor { get; init; } = Protocol.Minor;

    public ulong Features { get; init; } = Protocol.Features;

    public required LinkPurpose Purpose { get; init; }

    public required LinkMedia Media { get; init; }

    public required Guid Instance { get; init; }

    public required long SystemUid { get; init; }

    public required int OutboundRing { get; init; }

    public required int InboundRing { get; init; }

    public required int MaxMessage { get; init; }

    public required string To { get; init; }

    public required string From { get; init; }

    public required ReadOnlyMemory<byte> Data { get; init; }

    public FrameWriter Encode() => new FrameWriter()
        .Int64(unchecked((long)Protocol.Magic))
        .UInt16(OldestMajor).UInt16(Major).UInt16(Minor)
        .Byte((byte)Purpose).Byte((byte)Media)
        .Int64(unchecked((long)Features))
        .Guid(Instance).Int64(SystemUid)
        .Int32(OutboundRing).Int32(InboundRing).Int32(MaxMessage)
        .Text(To).Text(From).Bytes(Data.Span);

    /// <exception cref="LinkException">It is no greeting (<see cref="LinkFailure.ProtocolViolation"/>), or one of a version that is not understood
    /// (<see cref="LinkFailure.VersionMismatch"/>): nothing after the version is looked at then.</exception>
    public static Greeting Decode(FrameType type, ReadOnlySpan<byte> body)
    {
        var reader = new FrameReader(body);
        var magic = unchecked((ulong)reader.Int64("magic"));
        if (magic != Protocol.Magic)
            throw new LinkException(LinkFailure.ProtocolViolation, $"a greeting must begin with {Protocol.Magic:x16}: magic={magic:x16}");
        var (oldest, newest, minor) = (reader.UInt16("oldest"), reader.UInt16("major"), reader.UInt16("minor"));
        if (newest < Protocol.OldestMajor || oldest > Protocol.Major)
            throw new LinkException(
                LinkFailure.VersionMismatch,
                $"the two sides must have a protocol version in common: this side speaks {Protocol.OldestMajor}..{Protocol.Major}.{Protocol.Minor}, the peer {oldest}..{newest}.{minor}");
        var greeting = new Greeting
        {
            OldestMajor = oldest,
            Major = newest,
            Minor = minor,
            Purpose = (LinkPurpose)reader.Byte("purpose"),
            Media = (LinkMedia)reader.Byte("media") & LinkMedia.All,
            Features = unchecked((ulong)reader.Int64("features")) & Protocol.Features,
            Instance = reader.Guid("instance"),
            SystemUid = reader.Int64("uid"),
            OutboundRing = Ring(reader.Int32("outbound-ring"), "outbound-ring"),
            InboundRing = Ring(reader.Int32("inbound-ring"), "inbound-ring"),
            MaxMessage = reader.Int32("max-message"),
            To = reader.Text("to", LinkOptions.MaxAddress),
            From = reader.Text("from", LinkOptions.MaxAddress),
            Data = reader.Bytes("data", LinkOptions.MaxHandshakeData).ToArray(),
        };
        reader.End(type);
        if (greeting.MaxMessage < 1)
            throw new LinkException(LinkFailure.ProtocolViolation, $"max-message must be positive: max-message={greeting.MaxMessage}");
        return greeting;
    }

    internal static int Ring(int capacity, string field) =>
        System.Numerics.BitOperations.IsPow2(capacity) && capacity is >= LinkOptions.MinRing and <= LinkOptions.MaxRing
            ? capacity
            : throw new LinkException(LinkFailure.ProtocolViolation, $"a ring must be a power of two from {LinkOptions.MinRing} to {LinkOptions.MaxRing}: {field}={capacity}");
}
