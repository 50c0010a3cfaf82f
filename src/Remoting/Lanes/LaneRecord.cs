using System.Buffers.Binary;
using System.Text;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// The records of a lane, little-endian. Version 1; the version travels in the handshake's data.
/// <code>
/// message  u8 1, u8 flags, u16 0, i32 serializer, u32 manifest id (0: none), u32 recipient, u32 sender, recipient text, sender text, payload
///          flags: 1 the recipient is text and its number the text's bytes, 2 the sender likewise, 4 there is no sender
/// define   u8 2, u8 table (0 paths, 1 manifests), u16 0, u32 id, text      once, before its first use; ids count from 1
/// reset    u8 3, u8 table, u16 0                                            the table is empty again
/// </code>
/// </summary>
internal static class LaneRecord
{
    public const byte Version = 1;
    public const byte Message = 1;
    public const byte Define = 2;
    public const byte Reset = 3;
    public const byte RecipientIsText = 1;
    public const byte SenderIsText = 2;
    public const byte NoSender = 4;
    public const byte Paths = 0;
    public const byte Manifests = 1;
    public const int MessageHeader = 20;
    public const int DefineHeader = 8;
    public const int ResetBytes = 4;

    /// <summary>The most ids of a table; then it is emptied. Bounds both sides' memory.</summary>
    public const int TableSize = 16 * 1024;

    /// <summary>The longest text of a path or a manifest, in bytes.</summary>
    public const int MaxText = 8 * 1024;

    /// <summary>Writes a definition.</summary>
    /// <returns>The record's length.</returns>
    public static int WriteDefine(Span<byte> record, byte table, uint id, string text)
    {
        record[0] = Define;
        record[1] = table;
        BinaryPrimitives.WriteUInt16LittleEndian(record[2..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], id);
        return DefineHeader + Encoding.UTF8.GetBytes(text, record[DefineHeader..]);
    }

    /// <summary>Writes a message's header without its texts.</summary>
    public static void WriteMessage(Span<byte> record, byte flags, int serializer, uint manifest, uint recipient, uint sender)
    {
        record[0] = Message;
        record[1] = flags;
        BinaryPrimitives.WriteUInt16LittleEndian(record[2..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], serializer);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], manifest);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], recipient);
        BinaryPrimitives.WriteUInt32LittleEndian(record[16..], sender);
    }
}
