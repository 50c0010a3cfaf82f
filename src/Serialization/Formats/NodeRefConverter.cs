using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorIpc.Messages;

namespace ActorIpc.Serialization.Formats;

/// <summary>References to nodes as text in JSON, see <see cref="NodeRefText"/>.</summary>
internal sealed class NodeRefConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(NodeRef<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    [SuppressMessage("Performance", "CA1812", Justification = "The factory makes it.")]
    private sealed class Of<TProtocol> : JsonConverter<NodeRef<TProtocol>>
        where TProtocol : IProtocol
    {
        public override NodeRef<TProtocol> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return NodeRefText.Read<TProtocol>(reader.GetString() ?? throw new JsonException("a reference to a node is a text"));
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, NodeRef<TProtocol> value, JsonSerializerOptions options) => writer.WriteStringValue(NodeRefText.Of(value));
    }
}
