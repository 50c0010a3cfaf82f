using ActorIpc.Serialization;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.Remoting.Serializers;

/// <summary>One of Akka.Remote's own serializers that is needed for parts of its envelopes and refuses everything else: no message of a user goes through it.</summary>
public sealed class EnvelopePartSerializer : InnerEnvelopeSerializer
{
    /// <summary>Made by Akka from a section of <c>akka.actor.serialization-settings</c>.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="config">The section: <c>inner</c> (class) and <c>identifier</c>.</param>
    public EnvelopePartSerializer(ExtendedActorSystem system, Config config)
        : base(system, config)
    {
    }

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        if (EnvelopeScope.Place == MessagePlace.Alone)
            throw RefusingSerializer.Refuse(Identifier, obj.GetType().FullName!);
        return Inner.ToBinary(obj);
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (EnvelopeScope.Place == MessagePlace.Alone)
            throw RefusingSerializer.Refuse(Identifier, manifest);
        return Inner.FromBinary(bytes, manifest);
    }
}
