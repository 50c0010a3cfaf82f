using ActorIpc.Messages;
using MemoryPack;

namespace ActorIpc.Serialization.Formats;

/// <summary>A node's name as its text; null is the default, which names no node. A member of this type needs <c>[MemoryPackAllowSerialize]</c>.</summary>
internal sealed class NodeNameFormatter : MemoryPackFormatter<NodeName>
{
    /// <inheritdoc/>
    public override void Serialize<TBufferWriter>(ref MemoryPackWriter<TBufferWriter> writer, scoped ref NodeName value) =>
        writer.WriteString(value.Value.Length == 0 ? null : value.Value);

    /// <inheritdoc/>
    public override void Deserialize(ref MemoryPackReader reader, scoped ref NodeName value) => value = reader.ReadString() is { } text ? new NodeName(text) : default;
}
