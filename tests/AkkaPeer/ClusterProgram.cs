using System.Runtime.InteropServices;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Cluster;
using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;

namespace ActorIpc.AkkaPeer;

/// <summary>A member of a cluster, the first one when no seed's address is given. Ends in order on SIGTERM, and at once when standard input ends.</summary>
internal static class ClusterProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="transport">What carries associations: auto, shm or tcp; lanes: lanes over auto, with failure detector and resolver as good as switched off.</param>
    /// <param name="seed">The address of a member; null: this is the first.</param>
    public static async Task<int> RunAsync(string transport, string? seed)
    {
        var hasLanes = transport == "lanes";
        var config = ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = WARNING
              stdout-loglevel = OFF
              actor.provider = cluster
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
              cluster.downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
              cluster.split-brain-resolver.stable-after = 3s
              cluster.down-removal-margin = 100ms
              coordinated-shutdown.exit-clr = off
            }
            actoripc.transport = {{(hasLanes ? "auto" : transport)}}
            """);
        if (hasLanes)
        {
            config = ClusterLanesConfig.Default()
                .WithFallback("akka.cluster { failure-detector.acceptable-heartbeat-pause = 1h, split-brain-resolver.stable-after = 1h }")
                .WithFallback(config);
        }
        var system = ActorSystem.Create("peers", config.WithFallback(SharedMemoryConfig.Of(config)).WithFallback(RemotingConfig.Scheduler()).WithFallback(ClusterSingleton.DefaultConfig()));
        var cluster = Akka.Cluster.Cluster.Get(system);
        Console.WriteLine($"address {cluster.SelfAddress}");
        system.ActorOf(Props.Create(() => new Member()), "member");
        system.ActorOf(ClusterSingletonManager.Props(Props.Create(() => new Single()), PoisonPill.Instance, ClusterSingletonManagerSettings.Create(system)), "singles");
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
