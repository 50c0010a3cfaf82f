using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Serialization;
using ActorIpc.Serialization.Contracts;
using ActorIpc.Serialization.Formats;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Serialization;

namespace ActorIpc.Remoting.Serializers;

/// <summary>
/// The serializer of user messages: <see cref="HyperionFormat"/> under the allow-list of the program's protocols. It keeps the identifier and the
/// configuration keys of the package Akka.Serialization.Hyperion.
/// </summary>
/// <remarks>Derived from <see cref="SerializerWithStringManifest"/>, though it has no manifest, because Akka then loads no type that a peer names.</remarks>
public sealed class HyperionSerializer : SerializerWithStringManifest, ISpanSerializer
{
    private readonly SystemFormats _formats;
    private readonly Lazy<HyperionFormat> _format;
    private readonly Lazy<ContractPart[]> _contract;
    private readonly bool _preservesReferences;
    private readonly bool _toleratesVersions;

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
        _preservesReferences = config.GetBoolean("preserve-object-references", false);
        _toleratesVersions = config.GetBoolean("version-tolerance", false);
        _formats = SystemFormats.Of(system);
        _formats.Register(MessageFormat.Hyperion, this);
        _format = new Lazy<HyperionFormat>(MakeFormat);
        _contract = new Lazy<ContractPart[]>(() => ProtocolContracts.Of(AllowList.Assemblies, FormatName, AllowList.FormatOf));
        if (!SerializationSettings.IsPlain(system.Settings.Config, config))
            _ = AllowList;
        // What a node has to say of itself in its first message is found out while the actor system starts; who is earlier waits. On a thread of its own: the pool has one per core
        // at first, and the actor system starts on them.
        new Thread(Prepare) { IsBackground = true, Name = "actoripc-serializer" }.Start();
    }

    /// <summary>The identifier of Akka.Serialization.Hyperion.</summary>
    public override int Identifier => -5;

    /// <summary>The types that may travel.</summary>
    public AllowList AllowList => _formats.AllowList;

    /// <summary>What the program speaks, as it tells its host: its protocols, by the format of their messages.</summary>
    /// <exception cref="ConfigurationException">The configuration of the allow-list is not valid.</exception>
    public IReadOnlyList<ContractPart> Contract => _contract.Value;

    /// <inheritdoc/>
    public override string Manifest(object o) => string.Empty;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => _format.Value.Serialize(obj, EnvelopeScope.Place);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => _format.Value.Deserialize(bytes, EnvelopeScope.Place);

    /// <summary>
    /// Has the code for all messages that travel by Hyperion made now, some milliseconds for each and a tenth of a second for the first: what the first of them waits for otherwise. For programs that have
    /// the time, such as a standby.
    /// </summary>
    public void PrepareMessages() => _format.Value.Prepare(AllowList.Messages.Where(type => AllowList.FormatOf(type) == MessageFormat.Hyperion));

    void ISpanSerializer.Write(object message, MessageOutput output) => _format.Value.Write(message, EnvelopeScope.Place, output);

    object ISpanSerializer.Read(ReadOnlySpan<byte> bytes, string manifest) => _format.Value.Deserialize(bytes, EnvelopeScope.Place);

    /// <summary>The format with the options on which both sides must agree, as contracts name it.</summary>
    private string FormatName => (_preservesReferences, _toleratesVersions) switch
    {
        (false, false) => "hyperion",
        (true, false) => "hyperion preserve-object-references",
        (false, true) => "hyperion version-tolerance",
        (true, true) => "hyperion preserve-object-references version-tolerance",
    };

    private HyperionFormat MakeFormat() => new(AllowList, new HyperionFormatOptions
    {
        PreserveObjectReferences = _preservesReferences,
        VersionTolerance = _toleratesVersions,
        Surrogates = SerializationSettings.SurrogatesOf(system),
    });

    private void Prepare()
    {
        try
        {
            _ = Contract;
            _formats.Prepare();
        }
        catch (Exception e)
        {
            // Only a head start failed: whoever uses the serializer next meets the same exception, and it is theirs to handle.
            system.Log.Warning("The serializer could not be prepared: {0}", e);
        }
    }
}
