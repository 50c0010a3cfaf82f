using ActorIpc.Nodes;
using ActorIpcApp.Messages;
using Akka.Actor;

// The node is ready when this has run; what it serves, other nodes reach by its name.
return await NodeProgram.RunAsync(args, node => node.Serve<IGreeting>(Props.Create(() => new GreeterActor(node.Incarnation))));

internal sealed class GreeterActor : ReceiveActor
{
    public GreeterActor(int incarnation) =>
        Receive<Greet>(greet => Sender.Tell(new Greeted($"Hello, {greet.Name}!", incarnation)));
}
