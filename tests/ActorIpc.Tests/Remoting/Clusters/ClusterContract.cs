using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Cluster.Tools.Singleton;
using Akka.Delivery;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Util;
using Xunit.Sdk;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorIpc.Tests.Remoting.Clusters;

/// <summary>What users of Akka.Cluster and its tools rely on, over each carrier, in a cluster of three; Akka's own over TCP is the reference.</summary>
public abstract class ClusterContract
{
    private static readonly TimeSpan Wait = TestCluster.Wait;
    private readonly TestCluster _cluster;

    private protected ClusterContract(TestCluster cluster) => _cluster = cluster;

    private ActorSystem First => _cluster.Members[0];

    private ActorSystem Second => _cluster.Members[1];

    [Fact]
    public async Task Members_OfThree_SeeEachOtherUpAndReachable()
    {
        foreach (var member in _cluster.Members)
        {
            var state = AkkaCluster.Get(member).State;
            Assert.Equal(_cluster.Members.Select(TestCluster.AddressOf).ToHashSet(), state.Members.Where(other => other.HasRole("base")).Select(other => other.Address).ToHashSet());
            Assert.Empty(state.Unreachable);
        }
        Second.ActorOf(Props.Create(() => new Host()), "host");
        var address = await First.ActorSelection(new RootActorPath(TestCluster.AddressOf(Second)) / "user" / "host").Ask<string>("who", Wait);
        Assert.Equal(TestCluster.AddressOf(Second).ToString(), address);
    }

    [Fact]
    public async Task Shards_EntitiesToldFromAnotherMember_AreToldInOrder()
    {
        const int count = 5_000;
        var told = new ConcurrentQueue<Told>();
        var regions = _cluster.Members.Select(member => StartRegion(member, "ordered", told)).ToList();
        var entity = await EntityAtAsync(regions[0], Second);
        await _cluster.OpenLaneAsync(First, Second);
        var before = _cluster.HasLanes ? TestCluster.ByLane(First, Second) : 0;
        told.Clear();

        for (var i = 0; i < count; i++)
            regions[0].Tell(new ForEntity(entity, i), ActorRefs.NoSender);

        await Eventually.Equal(count, () => told.Count, Wait);
        Assert.Equal(Enumerable.Range(0, count), told.Select(message => message.Number));
        if (_cluster.HasLanes)
            Assert.True(TestCluster.ByLane(First, Second) - before >= count, "entities' messages went by lane");
    }

    [Fact]
    public async Task Shards_OfAMemberThatLeaves_MoveAndNothingIsToldTwice()
    {
        var told = new ConcurrentQueue<Told>();
        var leaver = await _cluster.AddAsync("leaver");
        var regions = _cluster.Members.Append(leaver).Select(member => StartRegion(member, "moving", told)).ToList();
        var entity = await EntityAtAsync(regions[0], leaver);
        await _cluster.OpenLaneAsync(First, leaver);
        told.Clear();
        var life = new Func<int>(() => told.Select(message => message.Life).Distinct().Count());

        // Told all the while: before, during and after the hand-off.
        AkkaCluster.Get(leaver).Leave(TestCluster.AddressOf(leaver));
        var next = 0;
        await Eventually.True(
            () =>
            {
                regions[0].Tell(new ForEntity(entity, next++), ActorRefs.NoSender);
                return life() == 2;
            },
            Wait,
            "a second life of the entity");
        await leaver.WhenTerminated.WaitAsync(Wait);
        regions[0].Tell(new ForEntity(entity, next), ActorRefs.NoSender);
        await Eventually.True(() => told.Any(message => message.Number == next), Wait, "the last message");

        Assert.Equal(2, life());
        Assert.Equal(told.Count, told.Select(message => message.Number).Distinct().Count());
        foreach (var numbers in told.GroupBy(message => message.Life, message => message.Number))
            Assert.Equal(numbers.Order(), numbers);
    }

    [Fact]
    public async Task Singleton_OfAMemberThatLeaves_IsHandedOver()
    {
        var older = await _cluster.AddAsync("single");
        var younger = await _cluster.AddAsync("single");
        foreach (var member in new[] { older, younger })
        {
            member.ActorOf(
                ClusterSingletonManager.Props(
                    Props.Create(() => new Host()), PoisonPill.Instance, ClusterSingletonManagerSettings.Create(member).WithRole("single").WithSingletonName("one")),
                "singles");
        }
        var proxy = First.ActorOf(
            ClusterSingletonProxy.Props("/user/singles", ClusterSingletonProxySettings.Create(First).WithRole("single").WithSingletonName("one")), $"proxy-{Guid.NewGuid():N}");
        Assert.Equal(TestCluster.AddressOf(older).ToString(), await proxy.Ask<string>("who", Wait));

        AkkaCluster.Get(older).Leave(TestCluster.AddressOf(older));
        await older.WhenTerminated.WaitAsync(Wait);

        Assert.Equal(TestCluster.AddressOf(younger).ToString(), await proxy.Ask<string>("who", Wait));
        AkkaCluster.Get(younger).Leave(TestCluster.AddressOf(younger));
        await younger.WhenTerminated.WaitAsync(Wait);
    }

    [Fact]
    public async Task Topic_PublishedFromAnotherMember_ReachesItsSubscribersInOrder()
    {
        const int count = 2_000;
        var kept = new ConcurrentQueue<(object Message, IActorRef Sender)>();
        DistributedPubSub.Get(Second).Mediator.Tell(new Subscribe("news", Second.ActorOf(Props.Create(() => new Keeper(kept)))));
        var mediator = DistributedPubSub.Get(First).Mediator;
        await Eventually.True(() => { mediator.Tell(new Publish("news", -1)); return kept.Any(entry => entry.Message is -1); }, Wait, "the subscription is known");
        await _cluster.OpenLaneAsync(First, Second);

        for (var i = 0; i < count; i++)
            mediator.Tell(new Publish("news", i));

        await Eventually.Equal(count, () => kept.Count(entry => entry.Message is >= 0), Wait);
        Assert.Equal(Enumerable.Range(0, count), kept.Select(entry => entry.Message).OfType<int>().Where(number => number >= 0));
    }

    [Fact]
    public async Task Delivery_BetweenTwoMembers_IsInOrderAndConfirmed()
    {
        const int count = 500;
        var delivered = new ConcurrentQueue<int>();
        var producing = First.ActorOf(ProducerController.Create<ForEntity>(First, "producer", Option<Props>.None), "producer-controller");
        First.ActorOf(Props.Create(() => new Producer(producing, count)));
        var consuming = Second.ActorOf(ConsumerController.Create<ForEntity>(Second, Option<IActorRef>.None), "consumer-controller");
        Second.ActorOf(Props.Create(() => new Consumer(consuming, delivered)));

        var there = await First.ActorSelection(consuming.Path.ToStringWithAddress(TestCluster.AddressOf(Second))).ResolveOne(Wait);
        producing.Tell(new ProducerController.RegisterConsumer<ForEntity>(there));

        await Eventually.Equal(count, () => delivered.Count, Wait);
        Assert.Equal(Enumerable.Range(0, count), delivered);
    }

    [Fact]
    public async Task StreamRefs_BothKinds_CarryEverythingInOrderAndTheEnd()
    {
        const int count = 5_000;
        await _cluster.OpenLaneAsync(First, Second);
        var received = new TaskCompletionSource<IEnumerable<int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Second.ActorOf(Props.Create(() => new Streams(count, received)), "streams");
        var streams = First.ActorSelection(new RootActorPath(TestCluster.AddressOf(Second)) / "user" / "streams");
        using var materializer = First.Materializer();

        var source = await streams.Ask<ISourceRef<int>>("source", Wait);
        Assert.Equal(Enumerable.Range(0, count), await source.Source.RunWith(Sink.Seq<int>(), materializer).WaitAsync(Wait));

        var sink = await streams.Ask<ISinkRef<int>>("sink", Wait);
        Source.From(Enumerable.Range(0, count)).RunWith(sink.Sink, materializer);
        Assert.Equal(Enumerable.Range(0, count), await received.Task.WaitAsync(Wait));
    }

    private static IActorRef StartRegion(ActorSystem member, string type, ConcurrentQueue<Told> told) =>
        ClusterSharding.Get(member).Start(type, Props.Create(() => new Entity(told)), ClusterShardingSettings.Create(member), new EntityExtractor());

    /// <summary>An entity that lives at a member.</summary>
    private static async Task<string> EntityAtAsync(IActorRef region, ActorSystem member)
    {
        var address = TestCluster.AddressOf(member);
        // Shards are given to those regions only that the coordinator knows.
        await Eventually.True(() => region.Ask<CurrentRegions>(GetCurrentRegions.Instance, Wait).Result.Regions.Contains(address), Wait, $"the region at {address} is known");
        for (var i = 0; i < 100; i++)
        {
            if (await region.Ask<string>(new ForEntity($"e-{i}", -1), Wait) == address.ToString())
                return $"e-{i}";
        }
        throw new XunitException($"no entity of a hundred lives at {address}");
    }

    private sealed class Producer : ReceiveActor
    {
        public Producer(IActorRef controller, int count)
        {
            var next = 0;
            controller.Tell(new ProducerController.Start<ForEntity>(Self));
            Receive<ProducerController.RequestNext<ForEntity>>(request =>
            {
                if (next < count)
                    request.SendNextTo.Tell(new ForEntity("job", next++));
            });
        }
    }

    private sealed class Consumer : ReceiveActor
    {
        public Consumer(IActorRef controller, ConcurrentQueue<int> delivered)
        {
            controller.Tell(new ConsumerController.Start<ForEntity>(Self));
            Receive<ConsumerController.Delivery<ForEntity>>(delivery =>
            {
                delivered.Enqueue(delivery.Message.Number);
                delivery.ConfirmTo.Tell(ConsumerController.Confirmed.Instance);
            });
        }
    }

    private sealed class Streams : ReceiveActor
    {
        public Streams(int count, TaskCompletionSource<IEnumerable<int>> received)
        {
            var materializer = Context.System.Materializer();
            Receive<string>(kind => kind == "source", _ =>
                Source.From(Enumerable.Range(0, count)).RunWith(StreamRefs.SourceRef<int>(), materializer).PipeTo(Sender));
            Receive<string>(_ =>
            {
                var (sink, all) = StreamRefs.SinkRef<int>().ToMaterialized(Sink.Seq<int>(), Keep.Both).Run(materializer);
                all.ContinueWith(task => received.TrySetResult(task.Result), TaskScheduler.Default);
                sink.PipeTo(Sender);
            });
        }
    }
}
