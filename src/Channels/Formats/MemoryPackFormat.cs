using System.Buffers;
using MemoryPack;

namespace ActorIpc.Channels.Formats;

/// <summary>MemoryPack.</summary>
/// <typeparam name="T">A type it knows: <c>[MemoryPackable]</c>, a text, an array.</typeparam>
internal sealed class MemoryPackFormat<T> : ItemFormat<T>
{
    /// <summary>The name of this format for the type.</summary>
    public static string NameOfType { get; } = $"memorypack/{ItemShape.HashOf(typeof(T))}";

    /// <inheritdoc/>
    public override string Name => NameOfType;

    /// <summary>The error that an item is not over where its bytes are.</summary>
    public static ChannelProtocolException EndsElsewhere(int bytes, int used) => new($"an item must end where its bytes end: bytes={bytes} used={used}");

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, T item) => MemoryPackSerializer.Serialize(new Room(output), item);

    /// <inheritdoc/>
    public override T Read(ReadOnlySpan<byte> bytes)
    {
        T? item = default;
        var used = MemoryPackSerializer.Deserialize(bytes, ref item);
        return used == bytes.Length ? item! : throw EndsElsewhere(bytes.Length, used);
    }

    /// <summary>A value type: MemoryPack's code is then made for it, and calls it without looking up what it is.</summary>
    private readonly struct Room(IBufferWriter<byte> output) : IBufferWriter<byte>
    {
        public void Advance(int count) => output.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);
    }
}
