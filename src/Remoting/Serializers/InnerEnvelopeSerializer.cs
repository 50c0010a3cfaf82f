using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ActorIpc.Remoting.Serializers;

/// <summary>One of Akka.Remote's own serializers behind one of ours, under its identifier and with its manifests.</summary>
public abstract class InnerEnvelopeSerializer : SerializerWithStringManifest
{
    private protected InnerEnvelopeSerializer(ExtendedActorSystem system, Config config)
        : base(system)
    {
        Identifier = config.GetInt("identifier");
        Inner = new InnerSerializer(system, config);
    }

    /// <inheritdoc/>
    public override int Identifier { get; }

    private protected InnerSerializer Inner { get; }

    /// <inheritdoc/>
    public override string Manifest(object o) => Inner.ManifestOf(o);
}
