using System.Buffers;
using Google.Protobuf;

namespace ActorIpc.Channels.Formats;

/// <summary>Protobuf.</summary>
/// <typeparam name="T">A generated message.</typeparam>
internal sealed class ProtobufFormat<T> : ItemFormat<T>
    where T : IMessage<T>, new()
{
    private readonly MessageParser<T> _parser = new(() => new T());

    /// <inheritdoc/>
    public override string Name { get; } = $"protobuf/{new T().Descriptor.FullName}";

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, T item)
    {
        var bytes = item.CalculateSize();
        item.WriteTo(output.GetSpan(bytes)[..bytes]);
        output.Advance(bytes);
    }

    /// <inheritdoc/>
    public override T Read(ReadOnlySpan<byte> bytes) => _parser.ParseFrom(bytes);
}
