using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.DistributedData;
using Akka.Streams;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorIpc.Tests.Remoting.Clusters;

/// <summary>A cluster of actor systems in this process. Its gossip is quick; otherwise it is as Akka's defaults make it.</summary>
public abstract class TestCluster : IAsyncLifetime
{
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private readonly Config _carrier;
    private readonly List<ActorSystem> _members = [];

    private protected TestCluster(Config carrier) => _carrier = carrier;

    /// <summary>Who is there from the beginning to the end: three members.</summary>
    public IReadOnlyList<ActorSystem> Members => _members;

    /// <summary>Whether members reach each other by lane.</summary>
    public bool HasLanes => ((ExtendedActorSystem)_members[0]).Provider is ILaneProvider;

    public static Address AddressOf(ActorSystem member) => AkkaCluster.Get(member).SelfAddress;

    /// <summary>Starts one more member, which the test is to end.</summary>
    /// <param name="role">Its role.</param>
    /// <param name="hocon">What is different with it.</param>
    public async Task<ActorSystem> AddAsync(string role, string hocon = "")
    {
        var member = ActorSystem.Create("members", ConfigurationFactory.ParseString(hocon).WithFallback(ConfigOf(role)));
        await AkkaCluster.Get(member).JoinAsync(_members.Count == 0 ? AddressOf(member) : AddressOf(_members[0])).WaitAsync(Wait);
        return member;
    }

    /// <summary>How many records have come by lane from one member to another.</summary>
    public static long ByLane(ActorSystem from, ActorSystem to) => ((ILaneProvider)((ExtendedActorSystem)to).Provider).Lanes
        .PublishedBy(AddressOf(from)).Sum(entry => entry.Lane.Link.Counters.RecordsReceived);

    /// <summary>Waits until a member reaches another by lane, if this cluster has lanes at all.</summary>
    public async Task OpenLaneAsync(ActorSystem from, ActorSystem to)
    {
        if (!HasLanes)
            return;
        var peer = ((ILaneProvider)((ExtendedActorSystem)from).Provider).Lanes.PeerOf(AddressOf(to));
        var anybody = from.ActorSelection(new RootActorPath(AddressOf(to)) / "user" / "nobody");
        await Eventually.True(
            () =>
            {
                anybody.Tell("open");
                return peer.State == LaneState.Open;
            },
            Wait,
            $"a lane from {from} to {to} opens");
    }

    async Task IAsyncLifetime.InitializeAsync()
    {
        for (var i = 0; i < 3; i++)
            _members.Add(await AddAsync("base"));
        foreach (var member in _members)
            await Eventually.Equal(3, () => AkkaCluster.Get(member).State.Members.Count(other => other.Status == MemberStatus.Up), Wait);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Task.WhenAll(_members.Select(member => member.Terminate())).WaitAsync(Wait);
        _folder.Dispose();
    }

    private Config ConfigOf(string role) => ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          coordinated-shutdown.run-by-actor-system-terminate = off
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster {
            roles = [{{role}}]
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            periodic-tasks-initial-delay = 100ms
            pub-sub.gossip-interval = 200ms
            sharding { state-store-mode = ddata, retry-interval = 500ms, distributed-data.gossip-interval = 500ms }
            singleton.hand-over-retry-interval = 500ms
          }
        }
        actoripc.links.runtime-directory = "{{_folder.Path}}"
        """)
        .WithFallback(_carrier)
        .WithFallback("akka.actor.provider = cluster")
        .WithFallback(ClusterSharding.DefaultConfig())
        .WithFallback(ClusterSingleton.DefaultConfig())
        .WithFallback(DistributedPubSub.DefaultConfig())
        .WithFallback(DistributedData.DefaultConfig())
        .WithFallback(ActorMaterializer.DefaultConfig());
}
