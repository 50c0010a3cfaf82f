using System.Buffers;
using ActorIpc.Channels.Ends;
using MemoryPack;

namespace ActorIpc.Channels.Formats;

/// <summary>
/// MemoryPack for a type with generated code, which is called as it is: no formatter is looked up, and no generic virtual method called, for each item. The bytes are those of
/// <see cref="MemoryPackFormat{T}"/>, and so is the name.
/// </summary>
/// <remarks>
/// MemoryPack's states remember the objects of one message, for types whose members may refer to each other. None of <see cref="MemoryPackableShape"/> uses them, so all items of
/// the process share one that is only read.
/// </remarks>
/// <typeparam name="T">A type that <see cref="MemoryPackableShape.IsPlain"/>.</typeparam>
internal sealed class MemoryPackableFormat<T> : ItemFormat<T>
    where T : IMemoryPackable<T>
{
    private static readonly MemoryPackWriterOptionalState Writing = MemoryPackWriterOptionalStatePool.Rent(MemoryPackSerializerOptions.Default);
    private static readonly MemoryPackReaderOptionalState Reading = MemoryPackReaderOptionalStatePool.Rent(MemoryPackSerializerOptions.Default);

    /// <inheritdoc/>
    public override string Name { get; } = MemoryPackFormat<T>.NameOfType;

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, T item)
    {
        if (output is BatchBuffer batch)
            Write(new BatchRoom(batch), batch.Rest, item);
        else
            Write(new OtherRoom(output), [], item);
    }

    /// <inheritdoc/>
    public override T Read(ReadOnlySpan<byte> bytes)
    {
        T? item = default;
        var reader = new MemoryPackReader(bytes, Reading);
        try
        {
            T.Deserialize(ref reader, ref item);
            return reader.Consumed == bytes.Length ? item! : throw MemoryPackFormat<T>.EndsElsewhere(bytes.Length, reader.Consumed);
        }
        finally
        {
            reader.Dispose();
        }
    }

    private static void Write<TRoom>(TRoom room, Span<byte> rest, T? item)
        where TRoom : struct, IBufferWriter<byte>
    {
        var writer = new MemoryPackWriter<TRoom>(ref room, rest, Writing);
        T.Serialize(ref writer, ref item);
        writer.Flush();
    }

    /// <summary>A value type: the generated code is then made for it, and calls the batch directly.</summary>
    private readonly struct BatchRoom(BatchBuffer batch) : IBufferWriter<byte>
    {
        public void Advance(int count) => batch.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => batch.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => batch.GetSpan(sizeHint);
    }

    private readonly struct OtherRoom(IBufferWriter<byte> output) : IBufferWriter<byte>
    {
        public void Advance(int count) => output.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);
    }
}
