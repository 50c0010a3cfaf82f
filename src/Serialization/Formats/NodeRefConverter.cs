using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorIpc.Messages;

namespace ActorIpc.Serialization.Formats;

/// <summary>References to nodes as the node's name in JSON.</summary>
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
        private static readonly NodeNameConverter Name = new();

        public override NodeRef<TProtocol> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(Name.Read(ref reader, typeof(NodeName), options));

        public override void Write(Utf8JsonWriter writer, NodeRef<TProtocol> value, JsonSerializerOptions options) => Name.Write(writer, value.Node, options);
    }
}
