using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ActorIpc.Messages;
using ActorIpc.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Serialization;

namespace ActorIpc.Remoting.Serializers;

/// <summary>What the serializers of one actor system share: its allow-list, and which of them writes which type.</summary>
/// <remarks>
/// Akka chooses a serializer by type, and a type does not say which protocol chose JSON for it: so each message of the allow-list is bound to its serializer when the system starts, which is
/// what <see cref="Install"/> does. The system's serializers are made before it can be asked for them, so it cannot be done by those.
/// </remarks>
internal sealed class SystemFormats
{
    private static readonly ConditionalWeakTable<ActorSystem, SystemFormats> BySystem = [];

    private readonly ExtendedActorSystem _system;
    private readonly Lazy<AllowList> _allowList;
    private readonly ConcurrentDictionary<int, ISpanSerializer> _serializers = new();
    private readonly Queue<(MessageFormat Kind, Serializer Serializer)> _toBind = new();

    private SystemFormats(ExtendedActorSystem system)
    {
        _system = system;
        _allowList = new Lazy<AllowList>(ReadAllowList);
    }

    /// <summary>The types that may travel, read when it is asked for first.</summary>
    /// <exception cref="ConfigurationException">The configuration of the allow-list is not valid.</exception>
    public AllowList AllowList => _allowList.Value;

    /// <summary>What an actor system's serializers share.</summary>
    public static SystemFormats Of(ExtendedActorSystem system) => BySystem.GetValue(system, static it => new SystemFormats((ExtendedActorSystem)it));

    /// <summary>The serializers of this library that the system has, by identifier.</summary>
    public IReadOnlyDictionary<int, ISpanSerializer> Serializers => _serializers;

    /// <summary>A serializer of a format; while the system is made.</summary>
    public void Register<TSerializer>(MessageFormat kind, TSerializer serializer)
        where TSerializer : Serializer, ISpanSerializer
    {
        _serializers[serializer.Identifier] = serializer;
        lock (_toBind)
            _toBind.Enqueue((kind, serializer));
    }

    /// <summary>Binds every message to the serializer of its format; several times is as good as once. Without such serializers, as in a plain Akka program, nothing happens.</summary>
    /// <exception cref="ConfigurationException">The configuration of the allow-list is not valid.</exception>
    public void Install()
    {
        lock (_toBind)
        {
            while (_toBind.TryDequeue(out var next))
            {
                // Hyperion's are bound as everything is that has no other binding.
                if (next.Kind == MessageFormat.Hyperion)
                    continue;
                foreach (var type in AllowList.Messages.Where(type => AllowList.FormatOf(type) == next.Kind))
                    _system.Serialization.AddSerializationMap(type, next.Serializer);
            }
        }
    }

    /// <summary>Makes the formats that messages travel in, Hyperion apart, which takes longest and may never be needed. For a thread that has nothing better to do while the system starts.</summary>
    /// <exception cref="ConfigurationException">The configuration of the allow-list is not valid.</exception>
    public void Prepare()
    {
        var used = AllowList.Messages.Select(AllowList.FormatOf).ToHashSet();
        foreach (var serializer in _serializers.Values.OfType<FormatSerializer>().Where(serializer => used.Contains(serializer.Kind)))
            serializer.Prepare();
    }

    private AllowList ReadAllowList()
    {
        var allowList = SerializationSettings.ReadAllowList(_system.Settings.Config, SerializationSettings.HyperionSection(_system.Settings.Config));
        foreach (var (type, problem) in allowList.Problems)
            _system.Log.Warning("A message cannot travel and will be refused: {0}: {1}", type, problem);
        return allowList;
    }
}
