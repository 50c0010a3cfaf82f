using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ActorIpc.Remoting.Serializers;

/// <summary>
/// A serializer of Akka's behind one of ours, with its manifest as text: the type such a manifest names is loaded only when it is one of Akka's own
/// (Akka itself would load whatever a peer names).
/// </summary>
internal sealed class InnerSerializer
{
    private readonly Serializer _serializer;

    /// <summary>Makes the serializer that a section of <c>akka.actor.serialization-settings</c> names.</summary>
    /// <param name="system">Its actor system.</param>
    /// <param name="config">The section.</param>
    /// <exception cref="ConfigurationException">The section names none.</exception>
    public InnerSerializer(ExtendedActorSystem system, Config config)
    {
        var name = config.GetString("inner", null);
        var type = name is null ? null : Type.GetType(name);
        if (type is null || !typeof(Serializer).IsAssignableFrom(type))
            throw new ConfigurationException($"akka.actor.serialization-settings: inner must name a serializer: inner={name}");
        _serializer = (Serializer)Activator.CreateInstance(type, system)!;
    }

    public string ManifestOf(object message) => Akka.Serialization.Serialization.ManifestFor(_serializer, message);

    public byte[] ToBinary(object message) => _serializer.ToBinary(message);

    public object FromBinary(byte[] bytes, string manifest)
    {
        if (_serializer is SerializerWithStringManifest withText)
            return withText.FromBinary(bytes, manifest);
        if (!_serializer.IncludeManifest)
            return _serializer.FromBinary(bytes, null);
        var type = IsOfAkka(manifest) ? Type.GetType(manifest) : null;
        return type is null
            ? throw new SerializationException($"the manifest names no type of Akka's: manifest={manifest} serializer={_serializer.GetType()}")
            : _serializer.FromBinary(bytes, type);
    }

    private static bool IsOfAkka(string? manifest)
    {
        var comma = manifest?.IndexOf(", ", StringComparison.Ordinal) ?? -1;
        if (comma < 0 || !manifest!.StartsWith("Akka.", StringComparison.Ordinal) || manifest.Contains('['))
            return false;
        var assembly = manifest.AsSpan(comma + 2);
        return assembly is "Akka" || assembly.StartsWith("Akka.");
    }
}
