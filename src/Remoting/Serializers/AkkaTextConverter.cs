using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;

namespace ActorIpc.Remoting.Serializers;

/// <summary>Akka's references, paths and addresses in JSON.</summary>
/// <param name="system">The actor system in which references are resolved.</param>
internal sealed class AkkaTextConverter(ExtendedActorSystem system) : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeof(IActorRef).IsAssignableFrom(typeToConvert) || typeof(ActorPath).IsAssignableFrom(typeToConvert) || typeToConvert == typeof(Address);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        if (typeToConvert == typeof(Address))
            return new Text<Address>(address => address.ToString(), AkkaText.ToAddress);
        return typeof(IActorRef).IsAssignableFrom(typeToConvert)
            ? new Text<IActorRef>(AkkaText.Of, text => AkkaText.ToReference(system, text))
            : new Text<ActorPath>(AkkaText.Of, AkkaText.ToPath);
    }

    private sealed class Text<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
        where T : class
    {
        public override bool CanConvert(Type typeToConvert) => typeof(T).IsAssignableFrom(typeToConvert);

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return read(reader.GetString() ?? "");
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
    }
}
