using System.Text.Json;
using System.Text.Json.Serialization;
using ActorIpc.Messages;

namespace ActorIpc.Serialization.Formats;

/// <summary>A node's name as its text in JSON; empty is the default, which names no node.</summary>
internal sealed class NodeNameConverter : JsonConverter<NodeName>
{
    /// <inheritdoc/>
    public override NodeName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, NodeName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    /// <inheritdoc/>
    public override NodeName ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, NodeName value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);

    private static NodeName Parse(string? text)
    {
        if (text?.Length == 0)
            return default;
        return NodeName.TryParse(text, out var name, out var problem) ? name : throw new JsonException(problem);
    }
}
