using ActorIpc.Links;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>The obligations of lanes: what users of Akka.Remote must not notice, and what they are to notice.</summary>
public sealed class LaneTests : TestKit
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder;
    private readonly ActorSystem _peer;

    public LaneTests()
        : this(new TempFolder())
    {
    }

    private LaneTests(TempFolder folder)
        : base(ConfigOf(folder), "here")
    {
        _folder = folder;
        _peer = ActorSystem.Create("there", ConfigOf(folder));
    }

    private Address PeerAddress => ((ExtendedActorSystem)_peer).Provider.DefaultAddress;

    [Fact]
    public async Task Lane_AfterTheFirstMessages_OpensAndCarries()
    {
        var remote = await ForwarderAsync("forward");

        await OpenAsync(remote);

        var link = Lanes(_peer).PublishedBy(Address(Sys)).Single().Lane.Link;
        var before = link.Counters.RecordsReceived;
        for (var i = 0; i < 100; i++)
            remote.Tell(i);
        for (var i = 0; i < 100; i++)
            await ExpectMsgAsync(i, Wait);
        Assert.True(link.Counters.RecordsReceived - before >= 100, "the messages went by lane");
    }

    [Fact]
    public async Task Order_AcrossTheSwitch_IsKept()
    {
        const int count = 50_000;
        var remote = await ForwarderAsync("forward");

        for (var i = 0; i < count; i++)
            remote.Tell(i);

        for (var i = 0; i < count; i++)
            await ExpectMsgAsync(i, Wait);
        Assert.Equal(LaneState.Open, Lanes(Sys).PeerOf(PeerAddress).State);
    }

    [Fact]
    public async Task Order_OfManySendersAcrossTheSwitch_IsKeptForEach()
    {
        const int senders = 8;
        const int each = 5_000;
        var remote = await ForwarderAsync("forward");

        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                remote.Tell((sender * each) + i);
        })));

        var next = new int[senders];
        for (var i = 0; i < senders * each; i++)
        {
            var number = await ExpectMsgAsync<int>(Wait);
            Assert.Equal(next[number / each]++, number % each);
        }
    }

    [Fact]
    public async Task Terminated_OfAnActorThatSentAndStopped_ComesAfterItsLastMessage()
    {
        await OpenAsync(await ForwarderAsync("forward"));
        for (var round = 0; round < 20; round++)
        {
            var talker = await ResolveAsync(_peer.ActorOf(Props.Create(() => new Talker(2_000)), $"talker-{round}"));
            Watch(talker);

            talker.Tell("talk and die");

            for (var i = 0; i < 2_000; i++)
                await ExpectMsgAsync(i, Wait);
            await ExpectTerminatedAsync(talker, Wait);
        }
    }

    [Fact]
    public async Task Actor_CreatedAfterTheFirstMessageToIt_IsReached()
    {
        await OpenAsync(await ForwarderAsync("forward"));
        var early = Sys.ActorSelection(new RootActorPath(PeerAddress) / "user" / "late");
        var byPath = ((RemoteActorRefProvider)((ExtendedActorSystem)Sys).Provider).ResolveActorRef($"{PeerAddress}/user/late");
        var lost = 0;
        _peer.EventStream.Subscribe(
            _peer.ActorOf(Props.Create(() => new Counting<DeadLetter>(letter => Interlocked.Add(ref lost, Equals(letter.Message, "nobody there") ? 1 : 0)))), typeof(DeadLetter));
        early.Tell("nobody there");
        byPath.Tell("nobody there");
        await Eventually.Equal(2, () => Volatile.Read(ref lost), Wait);

        _peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "late");

        early.Tell("by selection");
        byPath.Tell("by path");
        await ExpectMsgAsync("by selection", Wait);
        await ExpectMsgAsync("by path", Wait);
    }

    [Fact]
    public async Task Actor_StoppedAndCreatedAnewUnderItsName_IsReachedByItsPath()
    {
        await OpenAsync(await ForwarderAsync("forward"));
        var first = _peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "again");
        var byPath = ((RemoteActorRefProvider)((ExtendedActorSystem)Sys).Provider).ResolveActorRef($"{PeerAddress}/user/again");
        byPath.Tell("first");
        await ExpectMsgAsync("first", Wait);
        await first.GracefulStop(Wait);

        _peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "again");
        byPath.Tell("second");

        await ExpectMsgAsync("second", Wait);
    }

    [Fact]
    public async Task Message_ThatCannotBeRead_CostsThatMessageOnly()
    {
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);

        remote.Tell("before");
        remote.Tell(new Unreadable());
        remote.Tell("after");

        await ExpectMsgAsync("before", Wait);
        await ExpectMsgAsync("after", Wait);
        Assert.Equal(LaneState.Open, Lanes(Sys).PeerOf(PeerAddress).State);
    }

    [Fact]
    public async Task Message_ThatCannotBeWritten_IsAnErrorHereAndCostsThatMessageOnly()
    {
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);

        await EventFilter.Error(contains: "swallowing exception").ExpectOneAsync(Wait, () =>
        {
            remote.Tell(new Unwritable());
            return Task.CompletedTask;
        });
        remote.Tell("after");

        await ExpectMsgAsync("after", Wait);
    }

    [Fact]
    public async Task Reference_InsideAMessage_HasTheRightAddress()
    {
        var introducer = await ResolveAsync(_peer.ActorOf(Props.Create(() => new Introducer()), "introducer"));
        await OpenAsync(await ForwarderAsync("forward"));

        introducer.Tell(TestActor);

        await ExpectMsgAsync("pleased to meet you", Wait);
    }

    [Fact]
    public async Task Paths_MoreThanATableHolds_AllStillArrive()
    {
        const int count = LaneRecord.TableSize + 500;
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);
        var provider = (RemoteActorRefProvider)((ExtendedActorSystem)Sys).Provider;

        for (var i = 0; i < count; i++)
        {
            // Each an actor nobody knows, so each a path of its own in the table.
            provider.ResolveActorRef($"{PeerAddress}/user/nobody-{i}").Tell("lost");
            if (i % 1000 == 0)
                remote.Tell(i);
        }

        for (var i = 0; i < count; i += 1000)
            await ExpectMsgAsync(i, Wait);
    }

    [Fact]
    public async Task Peer_ThatDoesNotRead_CostsDeadLettersAndNotTheSender()
    {
        using var folder = new TempFolder();
        var small = "actoripc.links { spill-limit = 65536\n ring = 65536\n small-ring = 65536 }\n";
        var (a, b) = (ActorSystem.Create("a", ConfigurationFactory.ParseString(small).WithFallback(ConfigOf(folder))), ActorSystem.Create("b", ConfigOf(folder)));
        try
        {
            b.ActorOf(Props.Create(() => new Forwarder(TestActor)), "sink");
            var sink = await a.ActorSelection(new RootActorPath(Address(b)) / "user" / "sink").ResolveOne(Wait);
            var dead = 0;
            a.EventStream.Subscribe(a.ActorOf(Props.Create(() => new Counting<DeadLetter>(_ => Interlocked.Increment(ref dead)))), typeof(DeadLetter));
            await Eventually.True(() => { sink.Tell("open"); return Lanes(a).PeerOf(Address(b)).State == LaneState.Open; }, Wait, "a lane");
            var text = new string('x', 10_000);

            // Faster than anybody reads: ring and spill are full before this is over, and nobody waits.
            for (var i = 0; i < 3_000; i++)
                sink.Tell(text);

            var refused = Lanes(a).PeerOf(Address(b)).Refused;
            Assert.True(refused > 0, "nothing was refused");
            await Eventually.True(() => Volatile.Read(ref dead) >= refused, Wait, "each is a dead letter");
            await Eventually.True(() => { sink.Tell("again"); return HasMessages && FishForString("again"); }, Wait, "the lane works again");
        }
        finally
        {
            await Task.WhenAll(a.Terminate(), b.Terminate()).WaitAsync(Wait);
        }
    }

    [Fact]
    public async Task Quarantine_OfThePeer_EndsTheLaneAndLetsNoneIn()
    {
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);
        var uid = AddressUidExtension.Uid(_peer);

        ((RemoteActorRefProvider)((ExtendedActorSystem)Sys).Provider).Quarantine(PeerAddress, uid);

        await Eventually.True(() => Lanes(Sys).PeerOf(PeerAddress).State == LaneState.Classic, Wait, "the lane ends");
        for (var i = 0; i < 50; i++)
            remote.Tell("to nobody");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task Messages_ToldBeforeTheSystemEnds_AreDelivered()
    {
        const int count = 20_000;
        using var folder = new TempFolder();
        var (a, b) = (ActorSystem.Create("a", ConfigOf(folder)), ActorSystem.Create("b", ConfigOf(folder)));
        try
        {
            b.ActorOf(Props.Create(() => new Forwarder(TestActor)), "sink");
            var sink = await a.ActorSelection(new RootActorPath(Address(b)) / "user" / "sink").ResolveOne(Wait);
            await Eventually.True(() => { sink.Tell(-1); return Lanes(a).PeerOf(Address(b)).State == LaneState.Open; }, Wait, "a lane");

            for (var i = 0; i < count; i++)
                sink.Tell(i);
            await a.Terminate().WaitAsync(Wait);

            for (var i = 0; i < count; i++)
                await FishForMessageAsync(message => Equals(message, i), Wait);
        }
        finally
        {
            await Task.WhenAll(a.Terminate(), b.Terminate()).WaitAsync(Wait);
        }
    }

    [Fact]
    public async Task Garbage_OnALaneThatComesIn_EndsThatLaneOnly()
    {
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);
        await using var hostile = new LinkRuntime(new LinkOptions { RuntimeDirectory = _folder.Path });
        var random = new Random(5);
        for (var i = 0; i < 20; i++)
        {
            var link = await LinkConnector.ConnectAsync(hostile, new LinkRequest
            {
                To = PeerAddress.ToString(),
                From = "akka.shm://evil@localhost:1",
                Purpose = LinkPurpose.Lane,
                Data = new byte[] { LaneRecord.Version },
            });
            link.Start(new Ignoring());
            var bytes = new byte[random.Next(0, 100)];
            random.NextBytes(bytes);
            if (bytes.Length > 0)
                bytes[0] = (byte)random.Next(0, 5);
            for (var j = 0; j < 10; j++)
                link.TryWrite(bytes);
        }

        remote.Tell("unharmed");

        await ExpectMsgAsync("unharmed", Wait);
        Assert.Equal(LaneState.Open, Lanes(Sys).PeerOf(PeerAddress).State);
    }

    protected override void AfterAll()
    {
        _peer.Terminate().Wait(Wait);
        base.AfterAll();
        _folder.Dispose();
    }

    private static Config ConfigOf(TempFolder folder) => ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          loggers = ["Akka.TestKit.TestEventListener, Akka.TestKit"]
          actor {
            serializers.odd = "{{typeof(OddSerializer).AssemblyQualifiedName}}"
            serialization-bindings {
              "{{typeof(Unreadable).AssemblyQualifiedName}}" = odd
              "{{typeof(Unwritable).AssemblyQualifiedName}}" = odd
            }
          }
        }
        actoripc.links.runtime-directory = "{{folder.Path}}"
        """).WithFallback(LanesConfig.Default()).WithFallback(SharedMemoryConfig.WithoutTcp());

    private static LaneDirectory Lanes(ActorSystem system) => ((ILaneProvider)((ExtendedActorSystem)system).Provider).Lanes;

    private static Address Address(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private bool FishForString(string text)
    {
        while (HasMessages)
        {
            if (Equals(ReceiveOne(TimeSpan.Zero), text))
                return true;
        }
        return false;
    }

    private Task<IActorRef> ForwarderAsync(string name) => ResolveAsync(_peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), name));

    private Task<IActorRef> ResolveAsync(IActorRef there) => Sys.ActorSelection(there.Path.ToStringWithAddress(PeerAddress)).ResolveOne(Wait);

    private async Task OpenAsync(IActorRef remote)
    {
        await Eventually.True(
            () =>
            {
                if (Lanes(Sys).PeerOf(PeerAddress).State == LaneState.Open)
                    return true;
                remote.Tell("open");
                return false;
            },
            Wait,
            "a lane opens");
        remote.Tell("opened");
        await FishForMessageAsync(message => Equals(message, "opened"), Wait);
    }

    private sealed class Unreadable;

    private sealed class Unwritable;

    private sealed class OddSerializer(ExtendedActorSystem system) : Akka.Serialization.Serializer(system)
    {
        public override int Identifier => 7_000_001;

        public override bool IncludeManifest => false;

        public override byte[] ToBinary(object obj) => obj is Unwritable ? throw new InvalidOperationException("told to fail") : [1];

        public override object FromBinary(byte[] bytes, Type type) => throw new InvalidOperationException("told to fail");
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(message => to.Tell(message));
    }

    private sealed class Talker : ReceiveActor
    {
        public Talker(int count) => ReceiveAny(_ =>
        {
            for (var i = 0; i < count; i++)
                Sender.Tell(i);
            Context.Stop(Self);
        });
    }

    private sealed class Introducer : ReceiveActor
    {
        public Introducer() => Receive<IActorRef>(stranger => stranger.Tell("pleased to meet you"));
    }

    private sealed class Counting<T> : ReceiveActor
    {
        public Counting(Action<T> count) => Receive(count);
    }

    private sealed class Ignoring : ILinkHandler
    {
        public LinkFlow OnRecord(ReadOnlySpan<byte> payload) => LinkFlow.More;

        public void OnEnd(LinkEnd end)
        {
        }
    }
}
