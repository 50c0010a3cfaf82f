using Akka.Actor;

namespace ActorIpc.AkkaPeer;

/// <summary>The cluster's singleton: says that it lives here now.</summary>
internal sealed class Single : ReceiveActor
{
    protected override void PreStart() => Console.WriteLine("singleton");
}
