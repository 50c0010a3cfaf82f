using System.Buffers.Binary;
using System.Text;
using ActorIpc.Remoting.Serializers;
using ActorIpc.Serialization.Formats;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Serialization;
using AkkaSerialization = Akka.Serialization.Serialization;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// Payloads of messages without an array for each: this library's formats and Akka's primitive values are written to an output that is used again and read where they lie. Any other
/// serializer gives an array, and gets one that is its own to keep.
/// </summary>
internal sealed class LanePayloads
{
    private const int PrimitiveIdentifier = 17;

    private readonly ExtendedActorSystem _system;
    private readonly (int Identifier, ISpanSerializer Serializer)[] _own; // a handful: looked through in less time than a dictionary takes
    private readonly bool _readsPrimitives;

    /// <summary>Looks which serializers an actor system has.</summary>
    public LanePayloads(ExtendedActorSystem system)
    {
        _system = system;
        _own = [.. SystemFormats.Of(system).Serializers.Select(entry => (entry.Key, entry.Value))];
        _readsPrimitives = system.Serialization.FindSerializerForType(typeof(string)) is PrimitiveSerializers { Identifier: PrimitiveIdentifier };
    }

    /// <summary>Whether a message is written to an output rather than given as an array.</summary>
    public static bool WritesToOutput(Serializer serializer, object message) =>
        serializer is ISpanSerializer || (serializer is PrimitiveSerializers && message is string or int or long);

    /// <summary>Writes a message for which <see cref="WritesToOutput"/> holds.</summary>
    public void Write(Serializer serializer, object message, MessageOutput output)
    {
        if (serializer is ISpanSerializer own)
            AkkaSerialization.WithTransport(_system, (own, message, output), static state => Write(state.own, state.message, state.output));
        else
            WritePrimitive(message, output);
    }

    /// <summary>The array that another serializer makes of a message.</summary>
    public byte[] ToArray(Serializer serializer, object message) =>
        AkkaSerialization.WithTransport(_system, (serializer, message), static state => state.serializer.ToBinary(state.message));

    /// <summary>Reads a message.</summary>
    /// <exception cref="Exception">It cannot be read.</exception>
    public object Read(ReadOnlySpan<byte> bytes, int serializer, string? manifest)
    {
        if (serializer == PrimitiveIdentifier && _readsPrimitives && ReadPrimitive(bytes, manifest) is { } value)
            return value;
        foreach (var (identifier, own) in _own)
        {
            if (identifier == serializer)
                return own.Read(bytes, manifest ?? "");
        }
        var array = GC.AllocateUninitializedArray<byte>(bytes.Length);
        bytes.CopyTo(array);
        return _system.Serialization.Deserialize(array, serializer, manifest);
    }

    private static int Write(ISpanSerializer serializer, object message, MessageOutput output)
    {
        serializer.Write(message, output);
        return (int)output.Length;
    }

    /// <summary>As Akka's serializer of primitive values writes it.</summary>
    private static void WritePrimitive(object message, MessageOutput output)
    {
        switch (message)
        {
            case string text:
                output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetByteCount(text))));
                break;
            case int number:
                BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), number);
                output.Advance(sizeof(int));
                break;
            case long number:
                BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), number);
                output.Advance(sizeof(long));
                break;
        }
    }

    /// <summary>Null: in a form of the .NET Framework, or in none; Akka's serializer reads the former and says what is wrong with the latter.</summary>
    private static object? ReadPrimitive(ReadOnlySpan<byte> bytes, string? manifest) => manifest switch
    {
        "S" or "System.String, System.Private.CoreLib" => Encoding.UTF8.GetString(bytes),
        "I" or "System.Int32, System.Private.CoreLib" when bytes.Length == sizeof(int) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "L" or "System.Int64, System.Private.CoreLib" when bytes.Length == sizeof(long) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => null,
    };
}
