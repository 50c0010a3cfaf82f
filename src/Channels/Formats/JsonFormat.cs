using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ActorIpc.Channels.Formats;

/// <summary>System.Text.Json, by generated or reflected type information. Members are matched by name: the two types may differ.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="typeInfo">How it is written.</param>
internal sealed class JsonFormat<T>(JsonTypeInfo<T> typeInfo) : ItemFormat<T>
{
    private Utf8JsonWriter? _spare;

    /// <inheritdoc/>
    public override string Name => "json";

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output, T item)
    {
        var writer = Interlocked.Exchange(ref _spare, null);
        if (writer is null)
            writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        else
            writer.Reset(output);
        JsonSerializer.Serialize(writer, item, typeInfo);
        Volatile.Write(ref _spare, writer);
    }

    /// <inheritdoc/>
    public override T Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, typeInfo)!;
}
