using System.Runtime.InteropServices;
using ActorIpc.AkkaPeer;
using ActorIpc.Remoting;
using Akka.Actor;
using Akka.Configuration;

// akka-peer auto|shm|tcp [SEED]: a member of a cluster, the first one when no seed's address is given. Says on standard output what it sees; ends in order on
// SIGTERM, and at once when standard input ends.
if (args.Length is < 1 or > 2)
{
    Console.Error.WriteLine("usage: akka-peer auto|shm|tcp [SEED-ADDRESS]");
    return 2;
}
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
    actoripc.transport = {{args[0]}}
    """);
var system = ActorSystem.Create("peers", config.WithFallback(SharedMemoryConfig.Of(config)).WithFallback(RemotingConfig.Scheduler()));
var cluster = Akka.Cluster.Cluster.Get(system);
Console.WriteLine($"address {cluster.SelfAddress}");
system.ActorOf(Props.Create(() => new Member()), "member");
cluster.Join(args.Length == 2 ? Address.Parse(args[1]) : cluster.SelfAddress);

using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    _ = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
});
var orphaned = Task.Run(Console.In.ReadToEnd);
await Task.WhenAny(system.WhenTerminated, orphaned);
return 0;
