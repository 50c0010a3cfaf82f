using System.Buffers;
using ActorIpc.Serialization;
using ActorIpc.Serialization.Formats;

namespace ActorIpc.Channels.Formats;

/// <summary>Hyperion under an allow-list, as messages between actors go.</summary>
/// <typeparam name="T">A type that may stand alone.</typeparam>
/// <param name="allowList">The types that may travel.</param>
internal sealed class HyperionItemFormat<T>(AllowList allowList) : ItemFormat<T>
{
    private readonly HyperionFormat _format = new(allowList, new HyperionFormatOptions());

    /// <inheritdoc/>
    public override string Name { get; } = $"hyperion/{ItemShape.HashOf(typeof(T))}";

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, T item) => output.Write(_format.Serialize(item!));

    /// <inheritdoc/>
    public override T Read(ReadOnlySpan<byte> bytes) => _format.Deserialize(bytes) is T item
        ? item
        : throw new ChannelProtocolException($"an item must be a {typeof(T)}");
}
