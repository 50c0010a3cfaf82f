using Akka.Actor;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>Answers each message with a credit for one more.</summary>
internal sealed class CreditActor : UntypedActor
{
    private static readonly object Credit = 1;

    protected override void OnReceive(object message) => Sender.Tell(Credit, Self);
}
