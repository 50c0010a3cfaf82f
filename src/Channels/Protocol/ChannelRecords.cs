using System.Buffers.Binary;
using System.Text;

namespace ActorIpc.Channels.Protocol;

/// <summary>
/// The records of a channel, little-endian, each a record of the link.
/// <code>
///   ACCEPTED     u8 1
///   READY        u8 2, 16B session (zero: none), i64 next sequence
///   BEGIN        u8 3, 16B session, i64 first sequence, i32 capacity in items
///   ITEMS        u8 4, 3B zero, u32 count, i64 sequence of the first, then the items: of fixed size back to back, else each behind its u32 length
///   COMPLETE     u8 5, u8 0 | 1 with an exception, i64 sequence, text type, text message
///   ACKNOWLEDGE  u8 6, i64 taken, i64 acknowledged: everything below
///   STOP         u8 7, text reason
/// </code>
/// A text is u16 length and UTF-8, at most 2,048 bytes.
/// </summary>
internal static class ChannelRecords
{
    public const int ItemsHeader = 16;
    public const int MaxText = 2048;

    private const int ReadyRecord = 25;
    private const int BeginRecord = 29;

    public const int AcknowledgeRecord = 17;

    public static byte[] Accepted { get; } = [(byte)RecordKind.Accepted];

    public static byte[] Ready(Guid session, long next) => Session(new byte[ReadyRecord], RecordKind.Ready, session, next);

    public static byte[] Begin(Guid session, long first, int capacity)
    {
        var record = Session(new byte[BeginRecord], RecordKind.Begin, session, first);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(ReadyRecord), capacity);
        return record;
    }

    public static (Guid Session, long Next) ReadReady(ReadOnlySpan<byte> record)
    {
        Check(record.Length == ReadyRecord, record);
        return (new Guid(record.Slice(1, 16)), Sequence(record, 17));
    }

    public static (Guid Session, long First, int Capacity) ReadBegin(ReadOnlySpan<byte> record)
    {
        Check(record.Length == BeginRecord, record);
        var capacity = BinaryPrimitives.ReadInt32LittleEndian(record[ReadyRecord..]);
        Check(capacity > 0, record);
        return (new Guid(record.Slice(1, 16)), Sequence(record, 17), capacity);
    }

    public static void WriteItemsHeader(Span<byte> record, int count, long sequence)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, (int)RecordKind.Items);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], count);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], sequence);
    }

    /// <param name="record">The record.</param>
    /// <param name="itemBytes">The bytes of every item, or 0.</param>
    public static (int Count, long Sequence) ReadItemsHeader(ReadOnlySpan<byte> record, int itemBytes)
    {
        Check(record.Length >= ItemsHeader, record);
        var count = BinaryPrimitives.ReadInt32LittleEndian(record[4..]);
        var body = record.Length - ItemsHeader;
        Check(count > 0 && (itemBytes > 0 ? (long)count * itemBytes == body : count <= body / sizeof(int)), record);
        return (count, Sequence(record, 8));
    }

    public static byte[] Complete(long sequence, Exception? error)
    {
        var record = new List<byte> { (byte)RecordKind.Complete, (byte)(error is null ? 0 : 1) };
        record.AddRange(BitConverter.GetBytes(sequence));
        AddText(record, error?.GetType().FullName ?? "");
        AddText(record, error?.Message ?? "");
        return [.. record];
    }

    public static (long Sequence, bool Failed, string Type, string Message) ReadComplete(ReadOnlySpan<byte> record)
    {
        Check(record.Length >= 10 && record[1] <= 1, record);
        var rest = record[10..];
        var type = ReadText(ref rest, record);
        var message = ReadText(ref rest, record);
        Check(rest.IsEmpty, record);
        return (Sequence(record, 2), record[1] == 1, type, message);
    }

    public static void WriteAcknowledge(Span<byte> record, long taken, long acknowledged)
    {
        record[0] = (byte)RecordKind.Acknowledge;
        BinaryPrimitives.WriteInt64LittleEndian(record[1..], taken);
        BinaryPrimitives.WriteInt64LittleEndian(record[9..], acknowledged);
    }

    public static (long Taken, long Acknowledged) ReadAcknowledge(ReadOnlySpan<byte> record)
    {
        Check(record.Length == AcknowledgeRecord, record);
        return (Sequence(record, 1), Sequence(record, 9));
    }

    public static byte[] Stop(string reason)
    {
        var record = new List<byte> { (byte)RecordKind.Stop };
        AddText(record, reason);
        return [.. record];
    }

    public static string ReadStop(ReadOnlySpan<byte> record)
    {
        var rest = record[1..];
        var reason = ReadText(ref rest, record);
        Check(rest.IsEmpty, record);
        return reason;
    }

    public static ChannelProtocolException Unexpected(ReadOnlySpan<byte> record, string state) => new(
        $"a record must be one that the channel's state admits: kind={(record.IsEmpty ? -1 : record[0])} bytes={record.Length} state={state}");

    private static byte[] Session(byte[] record, RecordKind kind, Guid session, long sequence)
    {
        record[0] = (byte)kind;
        session.TryWriteBytes(record.AsSpan(1));
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(17), sequence);
        return record;
    }

    private static long Sequence(ReadOnlySpan<byte> record, int at)
    {
        var sequence = BinaryPrimitives.ReadInt64LittleEndian(record[at..]);
        return sequence is >= 0 and < long.MaxValue / 2 ? sequence : throw new ChannelProtocolException($"a sequence number must not be negative or absurd: sequence={sequence}");
    }

    private static void AddText(List<byte> record, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = Math.Min(bytes.Length, MaxText);
        record.AddRange(BitConverter.GetBytes((ushort)length));
        record.AddRange(bytes.AsSpan(0, length));
    }

    private static string ReadText(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> record)
    {
        Check(rest.Length >= 2, record);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        Check(length <= MaxText && length <= rest.Length - 2, record);
        var text = Encoding.UTF8.GetString(rest.Slice(2, length));
        rest = rest[(2 + length)..];
        return text;
    }

    private static void Check(bool holds, ReadOnlySpan<byte> record)
    {
        if (!holds)
            throw new ChannelProtocolException($"a record must have the fields of its kind and nothing more: kind={(RecordKind)record[0]} bytes={record.Length}");
    }
}
