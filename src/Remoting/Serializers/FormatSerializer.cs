using ActorIpc.Messages;
using ActorIpc.Serialization.Formats;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ActorIpc.Remoting.Serializers;

/// <summary>
/// The serializer of user messages that travel by MemoryPack, as Protocol Buffers or as JSON: one of these formats, under the allow-list of the program's protocols.
/// </summary>
public sealed class FormatSerializer : SerializerWithStringManifest, ISpanSerializer
{
    private readonly Lazy<IMessageFormat> _format;

    /// <summary>Made by Akka from a section of <c>akka.actor.serialization-settings</c>.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="config">The section: <c>format</c> (memorypack, protobuf or json) and <c>identifier</c>.</param>
    /// <exception cref="ConfigurationException">There is no such format.</exception>
    public FormatSerializer(ExtendedActorSystem system, Config config)
        : base(system)
    {
        Identifier = config.GetInt("identifier");
        var name = config.GetString("format", "");
        var formats = SystemFormats.Of(system);
        (Kind, _format) = name switch
        {
            "memorypack" => (MessageFormat.MemoryPack, new Lazy<IMessageFormat>(() => MemoryPackFormatters.Make(formats.AllowList, system))),
            "protobuf" => (MessageFormat.Protobuf, new Lazy<IMessageFormat>(() => new ProtobufFormat(formats.AllowList))),
            "json" => (MessageFormat.Json, new Lazy<IMessageFormat>(() => new JsonFormat(formats.AllowList, [new AkkaTextConverter(system)]))),
            _ => throw new ConfigurationException($"akka.actor.serialization-settings: format is memorypack, protobuf or json: format={name}"),
        };
        formats.Register(Kind, this);
    }

    /// <inheritdoc/>
    public override int Identifier { get; }

    /// <summary>The format.</summary>
    internal MessageFormat Kind { get; }

    /// <inheritdoc/>
    public override string Manifest(object o) => _format.Value.ManifestOf(o);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => _format.Value.Serialize(obj, EnvelopeScope.Place);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => _format.Value.Read(bytes, manifest, EnvelopeScope.Place);

    /// <summary>Makes now what the first message would wait for.</summary>
    internal void Prepare() => _ = _format.Value;

    void ISpanSerializer.Write(object message, MessageOutput output) => _format.Value.Write(message, EnvelopeScope.Place, output);

    object ISpanSerializer.Read(ReadOnlySpan<byte> bytes, string manifest) => _format.Value.Read(bytes, manifest, EnvelopeScope.Place);
}
