using System.Diagnostics.CodeAnalysis;
using ActorIpc.Messages;
using MemoryPack;

namespace ActorIpc.Serialization.Formats;

/// <summary>A reference to a node as text, see <see cref="NodeRefText"/>.</summary>
/// <typeparam name="TProtocol">The protocol of the node.</typeparam>
[SuppressMessage("Performance", "CA1812", Justification = "MemoryPack makes it.")]
internal sealed class NodeRefFormatter<TProtocol> : MemoryPackFormatter<NodeRef<TProtocol>>
    where TProtocol : IProtocol
{
    /// <inheritdoc/>
    public override void Serialize<TBufferWriter>(ref MemoryPackWriter<TBufferWriter> writer, scoped ref NodeRef<TProtocol> value) => writer.WriteString(NodeRefText.Of(value));

    /// <inheritdoc/>
    public override void Deserialize(ref MemoryPackReader reader, scoped ref NodeRef<TProtocol> value) => value = NodeRefText.Read<TProtocol>(reader.ReadString() ?? "");
}
