using ActorIpc.Serialization;
using ActorIpc.Serialization.Formats;
using Akka.Actor;
using MemoryPack;

namespace ActorIpc.Remoting.Serializers;

/// <summary>
/// Akka's references, paths and addresses in messages with <c>[MemoryPackable]</c>. MemoryPack keeps formatters for the whole process, so they ask the one who reads for the actor
/// system. A member of these types needs <c>[MemoryPackAllowSerialize]</c>.
/// </summary>
internal static class MemoryPackFormatters
{
    static MemoryPackFormatters()
    {
        MemoryPackFormatterProvider.Register(new OfReference());
        MemoryPackFormatterProvider.Register(new OfPath());
        MemoryPackFormatterProvider.Register(new OfAddress());
    }

    /// <summary>The format of an actor system.</summary>
    public static MemoryPackFormat Make(AllowList allowList, ExtendedActorSystem system) => new(allowList, SerializationSettings.SurrogatesOf(system), new SystemProvider(system));

    private sealed class SystemProvider(ExtendedActorSystem system) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ExtendedActorSystem) ? system : null;
    }

    private sealed class OfReference : MemoryPackFormatter<IActorRef>
    {
        public override void Serialize<TBufferWriter>(ref MemoryPackWriter<TBufferWriter> writer, scoped ref IActorRef? value) =>
            writer.WriteString(value is null ? null : AkkaText.Of(value));

        public override void Deserialize(ref MemoryPackReader reader, scoped ref IActorRef? value)
        {
            var system = reader.Options.ServiceProvider?.GetService(typeof(ExtendedActorSystem)) as ExtendedActorSystem
                ?? throw new InvalidOperationException("a reference to an actor is read in a message to an actor");
            value = reader.ReadString() is { } text ? AkkaText.ToReference(system, text) : null;
        }
    }

    private sealed class OfPath : MemoryPackFormatter<ActorPath>
    {
        public override void Serialize<TBufferWriter>(ref MemoryPackWriter<TBufferWriter> writer, scoped ref ActorPath? value) =>
            writer.WriteString(value is null ? null : AkkaText.Of(value));

        public override void Deserialize(ref MemoryPackReader reader, scoped ref ActorPath? value) =>
            value = reader.ReadString() is { } text ? AkkaText.ToPath(text) : null;
    }

    private sealed class OfAddress : MemoryPackFormatter<Address>
    {
        public override void Serialize<TBufferWriter>(ref MemoryPackWriter<TBufferWriter> writer, scoped ref Address? value) =>
            writer.WriteString(value?.ToString());

        public override void Deserialize(ref MemoryPackReader reader, scoped ref Address? value) =>
            value = reader.ReadString() is { } text ? AkkaText.ToAddress(text) : null;
    }
}
