using System.Runtime.CompilerServices;

namespace ActorIpc.Links.Rings;

/// <summary>
/// A record, in a ring and on a socket alike. One aligned 8-byte header, then the payload; in a ring the record is padded to 8 bytes, on a socket it is not.
/// <code>
///   0       4      5       6         8
///   +-------+------+-------+---------+----------------- - - -+---------+
///   | u32   | u8   | u8    | u16     | payload               | padding |
///   | length| kind | flags | number  | length bytes          | 0..7    |
///   +-------+------+-------+---------+----------------- - - -+---------+
/// </code>
/// Little-endian. Kind is never 0, so a zeroed header is never valid. The number is the low 16 bits of the count of records before this one.
/// </summary>
internal static class RecordLayout
{
    public const int HeaderBytes = 8;
    public const int Alignment = 8;

    /// <summary>A message or a fragment of one.</summary>
    public const byte KindMessage = 1;

    /// <summary>The end of a socket medium's stream: one byte, a CloseCode.</summary>
    public const byte KindClose = 2;

    /// <summary>The record begins a message.</summary>
    public const byte FlagBegin = 1;

    /// <summary>The record ends a message.</summary>
    public const byte FlagEnd = 2;

    /// <summary>A whole message.</summary>
    public const byte FlagWhole = FlagBegin | FlagEnd;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Header(int length, byte kind, byte flags, ushort number) =>
        (uint)length | ((ulong)kind << 32) | ((ulong)flags << 40) | ((ulong)number << 48);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Length(ulong header) => (uint)header;

    public static byte Kind(ulong header) => (byte)(header >> 32);

    public static byte Flags(ulong header) => (byte)(header >> 40);

    public static ushort Number(ulong header) => (ushort)(header >> 48);

    /// <summary>The bytes a record of that payload takes in a ring.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int length) => (HeaderBytes + length + (Alignment - 1)) & ~(Alignment - 1);

    /// <summary>Says what is wrong with a header, for the log line that ends the link.</summary>
    public static string Explain(ulong header, ushort expectedNumber, int maxLength) =>
        $"a record header must have length <= {maxLength}, kind {KindMessage}, flags 0..3 and number {expectedNumber}: "
        + $"length={Length(header)} kind={Kind(header)} flags={Flags(header)} number={Number(header)}";
}
