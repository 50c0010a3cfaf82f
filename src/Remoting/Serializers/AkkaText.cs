using Akka.Actor;
using AkkaSerialization = Akka.Serialization.Serialization;

namespace ActorIpc.Remoting.Serializers;

/// <summary>Akka's references, paths and addresses as text, for formats that have no better form: with the address by which the receiver reaches them.</summary>
internal static class AkkaText
{
    private const string Nobody = "nobody";

    public static string Of(IActorRef reference) => reference.IsNobody() ? Nobody : AkkaSerialization.SerializedActorPath(reference);

    public static string Of(ActorPath path) => path.ToSerializationFormat();

    public static IActorRef ToReference(ExtendedActorSystem system, string text) => text == Nobody ? ActorRefs.Nobody : system.Provider.ResolveActorRef(text);

    public static ActorPath ToPath(string text) => ActorPath.TryParse(text, out var path) ? path : throw new FormatException($"the text is a path of an actor: text={text}");

    public static Address ToAddress(string text) => Address.TryParse(text, out var address) ? address : throw new FormatException($"the text is an address: text={text}");
}
