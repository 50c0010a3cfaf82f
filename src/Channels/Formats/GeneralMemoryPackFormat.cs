using System.Buffers;
using ActorIpc.Channels.Ends;
using MemoryPack;

namespace ActorIpc.Channels.Formats;

/// <summary>MemoryPack by its serializer, which looks up how a type is written: for every type it knows.</summary>
/// <typeparam name="T">The type.</typeparam>
internal sealed class GeneralMemoryPackFormat<T> : MemoryPackFormat<T>
{
    /// <inheritdoc/>
    protected override void Pack(IBufferWriter<byte> output, T item) => MemoryPackSerializer.Serialize(new OtherRoom(output), item);

    /// <inheritdoc/>
    protected override void Pack(BatchBuffer batch, T item) => MemoryPackSerializer.Serialize(new BatchRoom(batch), item);

    /// <inheritdoc/>
    protected override T Unpack(ReadOnlySpan<byte> bytes)
    {
        T? item = default;
        var used = MemoryPackSerializer.Deserialize(bytes, ref item);
        return used == bytes.Length ? item! : throw EndsElsewhere(bytes.Length, used);
    }
}
