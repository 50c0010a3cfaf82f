using ActorIpc.Links;
using ActorIpc.Remoting.Transports;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Routing;
using Akka.Routing;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Remoting.Transports;

/// <summary>What users of Akka.Remote rely on, over each transport, between two actor systems; Akka's own over TCP is the reference.</summary>
public abstract class RemotingContract : TestKit
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder;
    private ActorSystem _peer;

    private protected RemotingContract(Config transport, TempFolder folder)
        : base(WithDefaults(transport, folder), "here")
    {
        Transport = WithDefaults(transport, folder);
        _folder = folder;
        _peer = ActorSystem.Create("there", Transport);
    }

    /// <summary>The configuration of both systems.</summary>
    private Config Transport { get; }

    /// <summary>What carries an association between the two; null: no link.</summary>
    protected abstract LinkMedium? Medium { get; }

    private Address PeerAddress => ((ExtendedActorSystem)_peer).Provider.DefaultAddress;

    [Fact]
    public async Task Ask_OfARemoteActor_IsAnsweredOverTheExpectedMedium()
    {
        var echo = await EchoAsync("echo");

        Assert.Equal("hello", await echo.Ask<string>("hello", Wait));
        Assert.Equal(Medium, SystemLinks.For(Sys).MediumOf(PeerAddress.ToString()));
    }

    [Fact]
    public async Task Tell_ManyMessages_ArriveInOrder()
    {
        const int count = 20_000;
        var forwarder = _peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "forwarder");
        var remote = await ResolveAsync(forwarder);

        for (var i = 0; i < count; i++)
            remote.Tell(i);

        for (var i = 0; i < count; i++)
            await ExpectMsgAsync(i, Wait);
    }

    [Fact]
    public async Task Selection_WithAWildcard_ReachesAllItMatches()
    {
        _peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "match-1");
        _peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "match-2");

        Sys.ActorSelection(new RootActorPath(PeerAddress) / "user" / "match-*").Tell("all");

        await ExpectMsgAsync("all", Wait);
        await ExpectMsgAsync("all", Wait);
    }

    [Fact]
    public async Task Watch_OfARemoteActorThatStops_GivesTerminated()
    {
        var echo = await EchoAsync("mortal");
        Watch(echo);

        echo.Tell(PoisonPill.Instance);

        await ExpectTerminatedAsync(echo, Wait);
    }

    [Fact]
    public async Task Watch_OfASystemThatEnds_GivesTerminated()
    {
        var echo = await EchoAsync("mortal");
        Watch(echo);

        await _peer.Terminate().WaitAsync(Wait);

        await ExpectTerminatedAsync(echo, Wait);
    }

    [Fact]
    public async Task Deployment_ToThePeer_RunsThereUnderItsParentHere()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent()), "parent");

        var child = await parent.Ask<IActorRef>(Props.Create(() => new Echo()).WithDeploy(Deploy.None.WithScope(new RemoteScope(PeerAddress))), Wait);

        Assert.Equal(PeerAddress, child.Path.Address);
        Assert.Equal("there?", await child.Ask<string>("there?", Wait));
        // Supervised from here: it fails, is restarted by its parent, and serves on.
        child.Tell(new Fail());
        Assert.Equal("again", await child.Ask<string>("again", Wait));
    }

    [Fact]
    public async Task Deployment_ToAPeerThatEnds_EndsForTheParentToo()
    {
        const int children = 30;
        var parent = Sys.ActorOf(Props.Create(() => new Parent()), "parent");
        var echo = Props.Create(() => new Echo()).WithDeploy(Deploy.None.WithScope(new RemoteScope(PeerAddress)));
        // All at once, and the first contact of the two systems.
        var made = await Task.WhenAll(Enumerable.Range(0, children).Select(_ => parent.Ask<IActorRef>(echo, Wait)));
        for (var i = 0; i < children; i++)
            Assert.Equal(i, await made[i].Ask<int>(i, Wait));
        Assert.Equal(children, await parent.Ask<int>("how many", Wait));

        await _peer.Terminate().WaitAsync(Wait);

        await Eventually.Equal(0, () => parent.Ask<int>("how many", Wait).Result, Wait);
    }

    [Fact]
    public async Task PoolRouter_WithRoutesThere_ReachesAllOfThem()
    {
        var pool = Sys.ActorOf(Props.Create(() => new Echo()).WithRouter(new RemoteRouterConfig(new RoundRobinPool(3), [PeerAddress])), "pool");

        for (var i = 0; i < 6; i++)
            pool.Tell("who", TestActor);

        var routees = new HashSet<IActorRef>();
        for (var i = 0; i < 6; i++)
        {
            await ExpectMsgAsync("who", Wait);
            routees.Add(LastSender);
        }
        Assert.Equal(3, routees.Count);
        Assert.All(routees, routee => Assert.Equal(PeerAddress, routee.Path.Address));
    }

    [Fact]
    public async Task GroupRouter_WithPathsThere_ReachesAllOfThem()
    {
        var paths = new List<string>();
        foreach (var name in new[] { "g-1", "g-2" })
            paths.Add((await EchoAsync(name)).Path.ToStringWithAddress(PeerAddress));
        var group = Sys.ActorOf(Props.Empty.WithRouter(new BroadcastGroup(paths)), "group");

        group.Tell("all", TestActor);

        await ExpectMsgAsync("all", Wait);
        await ExpectMsgAsync("all", Wait);
    }

    [Fact]
    public async Task Payload_OfAMegabyte_ComesBackUnchanged()
    {
        var echo = await EchoAsync("echo");
        var text = string.Concat(Enumerable.Range(0, 1024 * 1024 / 8).Select(i => $"{i:X8}"));

        Assert.Equal(text, await echo.Ask<string>(text, Wait));
    }

    [Fact]
    public async Task Payload_AboveTheLimit_IsToldAndDroppedAndNothingElseIs()
    {
        var echo = await EchoAsync("echo");

        await EventFilter.Error(contains: "oversized").ExpectOneAsync(Wait, () =>
        {
            echo.Tell(new string('x', 5 * 1024 * 1024));
            return Task.CompletedTask;
        });

        Assert.Equal("still here", await echo.Ask<string>("still here", Wait));
    }

    [Fact]
    public async Task Peer_RestartedAtItsAddress_IsReachedAgain()
    {
        var address = PeerAddress;
        await EchoAsync("echo");
        await _peer.Terminate().WaitAsync(Wait);
        _peer = ActorSystem.Create("there", ConfigurationFactory.ParseString(
            $"akka.remote {{ dot-netty.tcp.port = {address.Port}\n shared-memory.port = {address.Port} }}").WithFallback(Transport));
        Assert.Equal(address, PeerAddress);
        _peer.ActorOf(Props.Create(() => new Echo()), "echo");
        var selection = Sys.ActorSelection(new RootActorPath(address) / "user" / "echo");

        // The first messages may meet the end of the old association.
        await Eventually.True(() => selection.Ask<string>("back?", TimeSpan.FromMilliseconds(300)).ContinueWith(t => t.IsCompletedSuccessfully).Result, Wait, "an answer");
    }

    [Fact]
    public async Task Reference_InAMessage_WorksAtTheOtherEnd()
    {
        var introducer = await ResolveAsync(_peer.ActorOf(Props.Create(() => new Introducer()), "introducer"));

        introducer.Tell(TestActor);

        await ExpectMsgAsync("pleased to meet you", Wait);
    }

    /// <inheritdoc/>
    protected override void AfterAll()
    {
        _peer.Terminate().Wait(Wait);
        base.AfterAll();
        _folder.Dispose();
    }

    private static Config WithDefaults(Config transport, TempFolder folder) => ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          loggers = ["Akka.TestKit.TestEventListener, Akka.TestKit"]
          remote {
            log-remote-lifecycle-events = off
            retry-gate-closed-for = 200ms
            dot-netty.tcp {
              hostname = "127.0.0.1"
              port = 0
              maximum-frame-size = 4MiB
              send-buffer-size = 4MiB
              receive-buffer-size = 4MiB
            }
          }
        }
        actoripc.links.runtime-directory = "{{folder.Path}}"
        """).WithFallback(transport).WithFallback("akka.actor.provider = remote");

    private async Task<IActorRef> EchoAsync(string name) => await ResolveAsync(_peer.ActorOf(Props.Create(() => new Echo()), name));

    private Task<IActorRef> ResolveAsync(IActorRef there) => Sys.ActorSelection(there.Path.ToStringWithAddress(PeerAddress)).ResolveOne(Wait);

    private sealed record Fail;

    private sealed class Echo : ReceiveActor
    {
        public Echo()
        {
            Receive<Fail>(_ => throw new InvalidOperationException("told to fail"));
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(message => to.Tell(message));
    }

    private sealed class Introducer : ReceiveActor
    {
        public Introducer() => Receive<IActorRef>(stranger => stranger.Tell("pleased to meet you"));
    }

    private sealed class Parent : ReceiveActor
    {
        private int _made;

        public Parent()
        {
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props, $"child-{_made++}")));
            Receive<string>(_ => Sender.Tell(Context.GetChildren().Count()));
        }
    }
}
