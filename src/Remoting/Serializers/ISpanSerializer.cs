using ActorIpc.Serialization.Formats;

namespace ActorIpc.Remoting.Serializers;

/// <summary>A serializer that needs no array of its own for a message: lanes write through it and read with it in place.</summary>
internal interface ISpanSerializer
{
    /// <summary>Writes a message behind what is in the output.</summary>
    void Write(object message, MessageOutput output);

    /// <summary>Reads a message; nothing of the bytes is kept.</summary>
    object Read(ReadOnlySpan<byte> bytes, string manifest);
}
