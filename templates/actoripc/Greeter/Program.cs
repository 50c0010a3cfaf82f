using ActorIpc.Nodes;
using ActorIpcApp.Messages;
using Akka.Actor;

// The node is ready when this has run; what it serves, other nodes reach by its name.
return await NodeProgram.RunAsync(args, node => node.Serve<IGreeting>(Props.Create(() => new GreeterActor(node.Incarnation))));

// A message of the protocol without a Handle method does not compile.
internal sealed class GreeterActor(int incarnation) : ProtocolActor<IGreeting>
{
    public Greeted Handle(Greet greet) => new($"Hello, {greet.Name}!", incarnation);
}
