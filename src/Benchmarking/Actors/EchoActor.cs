using Akka.Actor;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>Sends back what it gets.</summary>
internal sealed class EchoActor : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message, Self);
}
