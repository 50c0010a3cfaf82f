using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorIpc.Channels.Formats;

/// <summary>The bytes of a value as they lie in memory: for types without references.</summary>
/// <typeparam name="T">A struct without references.</typeparam>
internal sealed class RawFormat<T> : ItemFormat<T>
{
    public RawFormat()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            throw new ArgumentException($"only a type without references can be copied as it lies in memory: type={typeof(T)}");
        Name = $"raw/{ItemBytes}/{ItemShape.HashOf(typeof(T))}";
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int ItemBytes => Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, T item)
    {
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(output.GetSpan(ItemBytes)), item);
        output.Advance(ItemBytes);
    }

    /// <inheritdoc/>
    public override T Read(ReadOnlySpan<byte> bytes) => bytes.Length == ItemBytes
        ? Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(bytes))
        : throw new ChannelProtocolException($"an item must have {ItemBytes} bytes: bytes={bytes.Length}");
}
