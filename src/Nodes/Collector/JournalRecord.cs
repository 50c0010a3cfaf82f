using System.Buffers.Binary;

namespace ActorIpc.Nodes.Collector;

/// <summary>What a journal's record says.</summary>
internal enum JournalRecordKind : byte
{
    /// <summary>The first record: <see cref="JournalRecord.Magic"/>, then the run's id.</summary>
    Run = 1,

    /// <summary>What is to be counted, see <see cref="ManifestRecord"/>.</summary>
    Manifest = 2,

    /// <summary>Of a compacted journal: what was covered then, i64 begin and end of each range.</summary>
    Covered = 3,

    /// <summary>Of a compacted journal: a piece of the totals, packed counts.</summary>
    Totals = 4,

    /// <summary>One chunk: i64 position, i32 length, packed counts.</summary>
    Chunk = 5,
}

/// <summary>
/// The layout of a journal: records one after the other, little-endian.
/// <code>
///     +0  u32 length     bytes of the payload
///     +4  u32 crc32c     over length, kind and payload
///     +8  u8  kind
///     +9  payload
/// </code>
/// What a process has written outlives the process (the kernel has it), so nothing is synced to the disk: only the death of the machine can lose
/// it, and that ends the whole run. A SIGKILL inside write(2) can cut the last record short.
/// </summary>
internal static class JournalRecord
{
    public const int LengthOffset = 0;
    public const int ChecksumOffset = LengthOffset + sizeof(uint);
    public const int KindOffset = ChecksumOffset + sizeof(uint);
    public const int HeaderLength = KindOffset + sizeof(byte);

    /// <summary>Opens the first record's payload; the number grows with the layout.</summary>
    public static ReadOnlySpan<byte> Magic => "ActorIpc word count journal 1\n"u8;

    /// <summary>The checksum of a whole record.</summary>
    /// <param name="record">Header and payload; the checksum in it is not looked at.</param>
    public static uint Checksum(ReadOnlySpan<byte> record)
    {
        var state = Crc32C.Continue(Crc32C.Start, record[..ChecksumOffset]);
        return Crc32C.Finish(Crc32C.Continue(state, record[KindOffset..]));
    }

    /// <summary>The payload's length as a header has it.</summary>
    /// <param name="header">At least a header.</param>
    public static uint LengthOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[LengthOffset..]);

    /// <summary>The checksum as a header has it.</summary>
    /// <param name="header">At least a header.</param>
    public static uint ChecksumOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksumOffset..]);
}
