using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.DistributedData;
using PlainAkkaCluster;

// plain-akka-cluster CONFIG          the first member; says its address
// plain-akka-cluster CONFIG ADDRESS  joins that member
// Then each line "CART ITEM" of standard input puts an item into a cart, wherever it lives; the end of the input leaves the cluster.
if (args is not ([_] or [_, _]))
{
    Console.Error.WriteLine("usage: plain-akka-cluster CONFIG [ADDRESS]");
    return 2;
}
var config = ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, args[0])))
    .WithFallback(ClusterSharding.DefaultConfig())
    .WithFallback(ClusterSingleton.DefaultConfig())
    .WithFallback(DistributedData.DefaultConfig());
var system = ActorSystem.Create("shop", config);
var cluster = Cluster.Get(system);
Console.WriteLine($"address {cluster.SelfAddress}");
system.ActorOf(Props.Create(() => new MemberReporter()), "reporter");
await cluster.JoinAsync(args.Length == 1 ? cluster.SelfAddress : Address.Parse(args[1]));
var carts = ClusterSharding.Get(system).Start("carts", Props.Create(() => new CartActor()), ClusterShardingSettings.Create(system), new CartExtractor());

while (await Console.In.ReadLineAsync() is { } line)
{
    var words = line.Split(' ');
    try
    {
        Console.WriteLine(await carts.Ask<string>(new AddItem(words[0], words[^1]), TimeSpan.FromSeconds(2)));
    }
    catch (AskTimeoutException)
    {
        Console.WriteLine($"{words[0]} does not answer");
    }
}
await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
return 0;
