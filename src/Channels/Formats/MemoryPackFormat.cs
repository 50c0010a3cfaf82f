using System.Buffers;
using ActorIpc.Channels.Ends;
using ActorIpc.Channels.Interop;
using ActorIpc.Serialization.Formats;

namespace ActorIpc.Channels.Formats;

/// <summary>MemoryPack, and what has to be looked at before it is given a peer's bytes. Seen in MemoryPack 1.21.4.</summary>
/// <remarks>
/// It checks lengths against the bytes that are left, with exceptions, but for two: a text whose length is one of four numbers is read two gibibytes too far (<see cref="MemoryPackTraps"/>), and
/// the number of bytes of an array is a product that may overflow. Items with the former are read where that ends in an exception (<see cref="OverrunArea"/>); the latter is a matter of the longest item.
/// </remarks>
/// <typeparam name="T">A type it knows: <c>[MemoryPackable]</c>, a text, an array.</typeparam>
internal abstract class MemoryPackFormat<T> : ItemFormat<T>
{
    private static readonly MemoryPackShape Shape = MemoryPackShape.Of(typeof(T));

    // Of the object, though the same for all of a type: looked at for each item, and what is static in a generic type has to be looked up.
    private readonly int _longest = int.MaxValue / Shape.LargestElement;
    private readonly bool _hasTexts = Shape.HasTexts;
    private readonly OverrunArea.Reading<T> _unpack;

    protected MemoryPackFormat() => _unpack = Unpack;

    /// <inheritdoc/>
    public sealed override string Name { get; } = $"memorypack/{ItemShape.HashOf(typeof(T))}";

    /// <inheritdoc/>
    public sealed override void Write(IBufferWriter<byte> output, T item)
    {
        if (output is not BatchBuffer batch)
        {
            Pack(output, item);
            return;
        }
        var begin = batch.Length;
        Pack(batch, item);
        if (batch.Length - begin > _longest)
            throw new ArgumentException($"an item with arrays of elements of {Shape.LargestElement} bytes has at most {_longest}: bytes={batch.Length - begin} type={typeof(T)}", nameof(item));
    }

    /// <inheritdoc/>
    public sealed override T Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _longest)
            throw new ChannelProtocolException($"an item with arrays of elements of {Shape.LargestElement} bytes has at most {_longest}: bytes={bytes.Length}");
        return _hasTexts && MemoryPackTraps.IsIn(bytes) ? OverrunArea.Read(bytes, _unpack) : Unpack(bytes);
    }

    /// <inheritdoc/>
    internal sealed override bool IsHarmless(ReadOnlySpan<byte> items) => items.Length <= _longest && !(_hasTexts && MemoryPackTraps.IsIn(items));

    /// <inheritdoc/>
    internal sealed override T ReadHarmless(ReadOnlySpan<byte> bytes) => Unpack(bytes);

    /// <summary>Writes an item.</summary>
    protected abstract void Pack(IBufferWriter<byte> output, T item);

    /// <summary>Writes an item into a channel's batch.</summary>
    protected abstract void Pack(BatchBuffer batch, T item);

    /// <summary>Reads an item that ends where its bytes end.</summary>
    protected abstract T Unpack(ReadOnlySpan<byte> bytes);

    /// <summary>The error that one does not.</summary>
    private protected static ChannelProtocolException EndsElsewhere(int bytes, int used) => new($"an item must end where its bytes end: bytes={bytes} used={used}");

    /// <summary>A batch as a value type: MemoryPack's code is then made for it, and calls it directly.</summary>
    private protected readonly struct BatchRoom(BatchBuffer batch) : IBufferWriter<byte>
    {
        public void Advance(int count) => batch.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => batch.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => batch.GetSpan(sizeHint);
    }

    /// <summary>Any other place.</summary>
    private protected readonly struct OtherRoom(IBufferWriter<byte> output) : IBufferWriter<byte>
    {
        public void Advance(int count) => output.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);
    }
}
