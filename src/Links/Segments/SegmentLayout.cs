using System.Buffers.Binary;
using System.Numerics;
using ActorIpc.Links.Rings;

namespace ActorIpc.Links.Segments;

/// <summary>
/// Where everything is in a segment. Little-endian; page 0 does not change once READY is stored.
/// <code>
///   0x000 u64 magic               0x008 u16 major   0x00A u16 minor   0x00C u32 headerBytes
///   0x010 u64 segmentBytes        0x018 u64 featureBits
///   0x020 16B nonce               0x030 16B creator instance          0x040 16B attacher instance
///   0x060 ring 0 (creator writes):  u64 control offset, u64 data offset, u64 capacity
///   0x078 ring 1 (attacher writes): the same
///   0x090 u32 maxFragment (of the larger ring)   0x094 u32 maxMessage
///   0x0F8 u32 crc32c of 0x000..0x0F7   0x0FC u32 state: 1 = READY, stored last
///   0x1000 control page of ring 0   0x2000 control page of ring 1   0x3000 data of ring 0, then of ring 1
/// </code>
/// </summary>
/// <param name="Ring0">The ring the creator writes.</param>
/// <param name="Ring1">The ring the attacher writes.</param>
/// <param name="Bytes">Size of the whole.</param>
internal readonly record struct SegmentLayout(RingLayout Ring0, RingLayout Ring1, long Bytes)
{
    public const ulong Magic = 0x314B4E4C43504941; // "AIPCLNK1" in memory order
    public const int HeaderBytes = 0x100;
    public const int PageBytes = 4096;
    public const int MajorOffset = 0x008;
    public const int MinorOffset = 0x00A;
    public const int HeaderBytesOffset = 0x00C;
    public const int SegmentBytesOffset = 0x010;
    public const int FeaturesOffset = 0x018;
    public const int NonceOffset = 0x020;
    public const int CreatorOffset = 0x030;
    public const int AttacherOffset = 0x040;
    public const int Ring0Offset = 0x060;
    public const int Ring1Offset = 0x078;
    public const int MaxFragmentOffset = 0x090;
    public const int MaxMessageOffset = 0x094;
    public const int ChecksumOffset = 0x0F8;
    public const int StateOffset = 0x0FC;
    public const int Ready = 1;

    /// <summary>Pages before the data.</summary>
    public const int OverheadBytes = PageBytes + (2 * RingLayout.ControlBytes);

    /// <summary>Computes the layout from the two capacities, never from what a file says.</summary>
    public static SegmentLayout For(int ring0Capacity, int ring1Capacity)
    {
        var ring0 = new RingLayout(PageBytes, OverheadBytes, ring0Capacity);
        var ring1 = new RingLayout(PageBytes + RingLayout.ControlBytes, OverheadBytes + ring0Capacity, ring1Capacity);
        return new SegmentLayout(ring0, ring1, OverheadBytes + (long)ring0Capacity + ring1Capacity);
    }

    /// <summary>Writes page 0's fields, all but the state.</summary>
    public void Encode(Span<byte> header, SegmentTerms terms)
    {
        header[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[MajorOffset..], Handshakes.Protocol.Major);
        BinaryPrimitives.WriteUInt16LittleEndian(header[MinorOffset..], Handshakes.Protocol.Minor);
        BinaryPrimitives.WriteUInt32LittleEndian(header[HeaderBytesOffset..], HeaderBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header[SegmentBytesOffset..], Bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header[FeaturesOffset..], terms.Features);
        terms.Nonce.TryWriteBytes(header[NonceOffset..]);
        terms.Creator.TryWriteBytes(header[CreatorOffset..]);
        terms.Attacher.TryWriteBytes(header[AttacherOffset..]);
        EncodeRing(header[Ring0Offset..], Ring0);
        EncodeRing(header[Ring1Offset..], Ring1);
        BinaryPrimitives.WriteInt32LittleEndian(header[MaxFragmentOffset..], Math.Max(Ring0.MaxFragment, Ring1.MaxFragment));
        BinaryPrimitives.WriteInt32LittleEndian(header[MaxMessageOffset..], terms.MaxMessage);
        BinaryPrimitives.WriteUInt32LittleEndian(header[ChecksumOffset..], Crc32C(header[..ChecksumOffset]));
    }

    /// <summary>CRC-32C, as in RFC 3720: initial value and final complement all ones.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    private static void EncodeRing(Span<byte> at, RingLayout ring)
    {
        BinaryPrimitives.WriteInt64LittleEndian(at, ring.Control);
        BinaryPrimitives.WriteInt64LittleEndian(at[8..], ring.Data);
        BinaryPrimitives.WriteInt64LittleEndian(at[16..], ring.Capacity);
    }
}
