using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.AkkaPeer;

/// <summary>A plain Akka.Remote program with lanes: an actor that answers what it gets. Ends when standard input ends.</summary>
internal static class LanesProgram
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync()
    {
        var config = ConfigurationFactory.ParseString("akka { loglevel = WARNING, stdout-loglevel = OFF, log-dead-letters = off }");
        var system = ActorSystem.Create("peers", LanesConfig.Default().WithFallback(config).WithFallback(SharedMemoryConfig.WithoutTcp()));
        system.ActorOf(Props.Create(() => new Echo()), "echo");
        Console.WriteLine($"address {((ExtendedActorSystem)system).Provider.DefaultAddress}");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Sends back what it gets.</summary>
    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
