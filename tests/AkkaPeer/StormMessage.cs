using System.Buffers.Binary;

namespace ActorIpc.AkkaPeer;

/// <summary>A storm's message: from u8, to u8, 0 u8, way u8 (set on arrival: 1 lane, 2 classic), life u32, number i64, then as many bytes as there are, each the number's lowest.</summary>
/// <param name="From">Who told it.</param>
/// <param name="To">Whom.</param>
/// <param name="IsByLane">Which way it came.</param>
/// <param name="Life">In which life he told it.</param>
/// <param name="Number">Its number among those of this life to this receiver, from 1.</param>
/// <param name="IsWhole">Its content is as it was told.</param>
internal readonly record struct StormMessage(int From, int To, bool IsByLane, uint Life, long Number, bool IsWhole)
{
    /// <summary>The bytes before the content.</summary>
    public const int Head = 16;

    private const int Way = 3;

    /// <summary>Makes one.</summary>
    /// <param name="from">Who tells it.</param>
    /// <param name="to">Whom.</param>
    /// <param name="life">In which life.</param>
    /// <param name="number">Its number.</param>
    /// <param name="size">How many bytes of content it has.</param>
    public static byte[] Make(int from, int to, uint life, long number, int size)
    {
        var message = new byte[Head + size];
        (message[0], message[1]) = ((byte)from, (byte)to);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(4), life);
        BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(8), number);
        message.AsSpan(Head).Fill((byte)number);
        return message;
    }

    /// <summary>Notes which way it came.</summary>
    public static void Arrive(byte[] message, bool byLane) => message[Way] = (byte)(byLane ? 1 : 2);

    /// <summary>Reads one.</summary>
    public static StormMessage Read(byte[] message)
    {
        var number = BinaryPrimitives.ReadInt64LittleEndian(message.AsSpan(8));
        return new StormMessage(
            message[0], message[1], message[Way] == 1, BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(4)), number, !message.AsSpan(Head).ContainsAnyExcept((byte)number));
    }
}
