using ActorIpc.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ActorIpc.Remoting.Serializers;

/// <summary>
/// Takes the place of a serializer of Akka's that would carry user messages past the allow-list, and refuses whatever is written through it here or
/// arrives under its identifier from a peer.
/// </summary>
public sealed class RefusingSerializer : SerializerWithStringManifest
{
    /// <summary>Made by Akka from a section of <c>akka.actor.serialization-settings</c>.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="config">The section: <c>identifier</c>, of the serializer whose place it takes.</param>
    public RefusingSerializer(ExtendedActorSystem system, Config config)
        : base(system) => Identifier = config.GetInt("identifier");

    /// <inheritdoc/>
    public override int Identifier { get; }

    /// <inheritdoc/>
    public override string Manifest(object o) => string.Empty;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => throw Refuse(Identifier, obj.GetType().FullName!);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => throw Refuse(Identifier, manifest);

    /// <summary>The refusal of a message that went, or came, by another serializer than the allow-listed one.</summary>
    internal static MessageRefusedException Refuse(int identifier, string? type)
    {
        var name = identifier switch
        {
            1 => "JSON (Newtonsoft)",
            2 => "Protobuf",
            4 => "byte array",
            17 => "primitive",
            _ => "unknown",
        };
        return new MessageRefusedException(
            type ?? "",
            $"messages travel through the allow-listed serializer only: serializer={name} identifier={identifier} type={(string.IsNullOrEmpty(type) ? "(not named)" : type)}; "
            + $"both sides need the configuration of {nameof(RemotingConfig)}.{nameof(RemotingConfig.Serialization)}()");
    }
}
