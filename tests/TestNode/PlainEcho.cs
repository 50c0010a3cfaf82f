using Akka.Actor;

namespace ActorIpc.TestNode;

/// <summary>Answers <see cref="Echo"/> without knowing of a node.</summary>
public sealed class PlainEcho : ReceiveActor
{
    /// <summary>Makes the actor.</summary>
    public PlainEcho(string name) => Receive<Echo>(echo => Sender.Tell(new Echoed(echo.Text, name, 0, Environment.ProcessId)));
}
