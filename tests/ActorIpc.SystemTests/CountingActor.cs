using Akka.Actor;

namespace ActorIpc.SystemTests;

/// <summary>An actor of the tests' own assembly: counts what it is told, and stops, fails or is slow to be made on demand.</summary>
public sealed class CountingActor : ReceiveActor
{
    private int _told;

    /// <summary>Makes the actor.</summary>
    public CountingActor(string name, int from, TimeSpan[] pauses)
    {
        _told = from;
        if (name == "throw")
            throw new InvalidOperationException("the constructor throws");
        Receive<string>(text =>
        {
            if (text == "stop")
                Context.Stop(Self);
            else
                Sender.Tell($"{text} {name} {++_told} {pauses.Length}");
        });
    }
}
