using System.Runtime.InteropServices;
using ActorIpc.Remoting;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.AkkaPeer;

/// <summary>A member of a cluster, the first one when no seed's address is given. Ends in order on SIGTERM, and at once when standard input ends.</summary>
internal static class ClusterProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="transport">What carries associations: auto, shm or tcp.</param>
    /// <param name="seed">The address of a member; null: this is the first.</param>
    public static async Task<int> RunAsync(string transport, string? seed)
    {
        var config = ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = WARNING
              stdout-loglevel = OFF
              actor.provider = cluster
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
              cluster.downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
              cluster.split-brain-resolver.stable-after = 3s
              coordinated-shutdown.exit-clr = off
            }
            actoripc.transport = {{transport}}
            """);
        var system = ActorSystem.Create("peers", config.WithFallback(SharedMemoryConfig.Of(config)).WithFallback(RemotingConfig.Scheduler()));
        var cluster = Akka.Cluster.Cluster.Get(system);
        Console.WriteLine($"address {cluster.SelfAddress}");
        system.ActorOf(Props.Create(() => new Member()), "member");
        cluster.Join(seed is null ? cluster.SelfAddress : Address.Parse(seed));

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            _ = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        });
        await Task.WhenAny(system.WhenTerminated, Task.Run(Console.In.ReadToEnd));
        return 0;
    }
}
