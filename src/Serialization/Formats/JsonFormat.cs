using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorIpc.Messages;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// Messages as JSON: properties by their names, enumerations in words, nothing indented. A property that is not known is passed over; one that a constructor needs and that is
/// absent, a null where the type says there is none, and a name that occurs twice are errors. Nesting is bounded to 64.
/// </summary>
public sealed class JsonFormat : NamedFormat
{
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private readonly JsonSerializerOptions _options;

    /// <summary>Makes the format.</summary>
    /// <param name="allowList">The types that may travel.</param>
    /// <param name="converters">How members are written that have another form in text; null: none.</param>
    public JsonFormat(AllowList allowList, IEnumerable<JsonConverter>? converters = null)
        : base(allowList, MessageFormat.Json)
    {
        _options = new JsonSerializerOptions
        {
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters = { new NodeNameConverter(), new NodeRefConverter(), new JsonStringEnumConverter() },
        };
        foreach (var converter in converters ?? [])
            _options.Converters.Add(converter);
    }

    private protected override void WriteBody(object message, Type type, MessageOutput output)
    {
        var writer = _writer ?? new Utf8JsonWriter((IBufferWriter<byte>)output);
        _writer = null; // A converter that writes a message of its own gets another one.
        writer.Reset((IBufferWriter<byte>)output);
        JsonSerializer.Serialize(writer, message, type, _options);
        writer.Flush();
        _writer = writer;
    }

    private protected override object? ReadBody(ReadOnlySpan<byte> bytes, Type type) => JsonSerializer.Deserialize(bytes, type, _options);
}
