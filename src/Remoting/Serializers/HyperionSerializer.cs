using ActorIpc.Serialization;
using ActorIpc.Serialization.Formats;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Serialization;
using Akka.Util;
using Hyperion;

namespace ActorIpc.Remoting.Serializers;

/// <summary>
/// The serializer of user messages: <see cref="HyperionFormat"/> under the allow-list of the program's protocols. It keeps the identifier and the
/// configuration keys of the package Akka.Serialization.Hyperion.
/// </summary>
/// <remarks>Derived from <see cref="SerializerWithStringManifest"/>, though it has no manifest, because Akka then loads no type that a peer names.</remarks>
public sealed class HyperionSerializer : SerializerWithStringManifest
{
    private readonly HyperionFormat _format;

    /// <summary>Made by Akka when there is no section <c>akka.actor.serialization-settings.hyperion</c>.</summary>
    /// <param name="system">The actor system.</param>
    /// <exception cref="ConfigurationException">The configuration of the allow-list is not valid.</exception>
    public HyperionSerializer(ExtendedActorSystem system)
        : this(system, Config.Empty)
    {
    }

    /// <summary>Made by Akka.</summary>
    /// <param name="system">The actor system, whose configuration holds <c>actoripc.serialization</c>.</param>
    /// <param name="config">The section <c>akka.actor.serialization-settings.hyperion</c>.</param>
    /// <exception cref="ConfigurationException">The section or the configuration of the allow-list is not valid.</exception>
    public HyperionSerializer(ExtendedActorSystem system, Config config)
        : base(system)
    {
        SerializationSettings.Check(config);
        AllowList = SerializationSettings.ReadAllowList(system.Settings.Config, config);
        foreach (var (type, problem) in AllowList.Problems)
            system.Log.Warning("A message cannot travel and will be refused: {0}: {1}", type, problem);
        _format = new HyperionFormat(AllowList, new HyperionFormatOptions
        {
            PreserveObjectReferences = config.GetBoolean("preserve-object-references", false),
            VersionTolerance = config.GetBoolean("version-tolerance", false),
            Surrogates = [Surrogate.Create<ISurrogated, ISurrogate>(from => from.ToSurrogate(system), to => to.FromSurrogate(system))],
        });
    }

    /// <summary>The identifier of Akka.Serialization.Hyperion.</summary>
    public override int Identifier => -5;

    /// <summary>The types that may travel.</summary>
    public AllowList AllowList { get; }

    /// <inheritdoc/>
    public override string Manifest(object o) => string.Empty;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => _format.Serialize(obj, EnvelopeScope.Place);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => _format.Deserialize(bytes, EnvelopeScope.Place);
}
