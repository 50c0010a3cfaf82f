using System.Buffers;
using MemoryPack;

namespace ActorIpc.Channels.Formats;

/// <summary>MemoryPack.</summary>
/// <typeparam name="T">A type it knows: <c>[MemoryPackable]</c>, a text, an array.</typeparam>
internal sealed class MemoryPackFormat<T> : ItemFormat<T>
{
    /// <inheritdoc/>
    public override string Name { get; } = $"memorypack/{ItemShape.HashOf(typeof(T))}";

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, T item) => MemoryPackSerializer.Serialize(output, item);

    /// <inheritdoc/>
    public override T Read(ReadOnlySpan<byte> bytes)
    {
        T? item = default;
        var used = MemoryPackSerializer.Deserialize(bytes, ref item);
        return used == bytes.Length ? item! : throw new ChannelProtocolException($"an item must end where its bytes end: bytes={bytes.Length} used={used}");
    }
}
