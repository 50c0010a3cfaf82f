using System.Buffers;
using ActorIpc.Channels.Ends;
using MemoryPack;

namespace ActorIpc.Channels.Formats;

/// <summary>MemoryPack by the code that was generated for a type: nothing is looked up, and no generic virtual method called, for each item. The bytes are the same.</summary>
/// <remarks>
/// MemoryPack's states remember the objects of one message, for types whose members may refer to each other. Plain types (<see cref="MemoryPackShape.IsPlain"/>) do not use them, so all items
/// of a format share one that is only read.
/// </remarks>
/// <typeparam name="T">A plain type whose formatter is the generated one.</typeparam>
internal sealed class GeneratedMemoryPackFormat<T> : MemoryPackFormat<T>
    where T : IMemoryPackable<T>
{
    private readonly MemoryPackWriterOptionalState _writing = MemoryPackWriterOptionalStatePool.Rent(MemoryPackSerializerOptions.Default);
    private readonly MemoryPackReaderOptionalState _reading = MemoryPackReaderOptionalStatePool.Rent(MemoryPackSerializerOptions.Default);

    /// <inheritdoc/>
    protected override void Pack(IBufferWriter<byte> output, T item) => Pack(new OtherRoom(output), [], item);

    /// <inheritdoc/>
    protected override void Pack(BatchBuffer batch, T item) => Pack(new BatchRoom(batch), batch.Rest, item);

    /// <inheritdoc/>
    protected override T Unpack(ReadOnlySpan<byte> bytes)
    {
        T? item = default;
        var reader = new MemoryPackReader(bytes, _reading);
        try
        {
            T.Deserialize(ref reader, ref item);
            return reader.Consumed == bytes.Length ? item! : throw EndsElsewhere(bytes.Length, reader.Consumed);
        }
        finally
        {
            reader.Dispose();
        }
    }

    private void Pack<TRoom>(TRoom room, Span<byte> rest, T? item)
        where TRoom : struct, IBufferWriter<byte>
    {
        var writer = new MemoryPackWriter<TRoom>(ref room, rest, _writing);
        T.Serialize(ref writer, ref item);
        writer.Flush();
    }
}
