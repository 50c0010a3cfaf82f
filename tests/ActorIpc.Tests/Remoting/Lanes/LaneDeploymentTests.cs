using ActorIpc.Remoting.Lanes;
using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>
/// Actors deployed at a peer: the order to make one goes the classic way and what is told to it by lane, and nobody notices. To widen the gap between the two ways, the peer's daemon
/// is kept busy: props whose constructor takes its time are made on the thread that reads the association.
/// </summary>
public sealed class LaneDeploymentTests : LanePair
{
    [Fact]
    public async Task Deployed_WithALaneOpen_GetsItsFirstMessagesInOrderAndByLane()
    {
        // Broken once: without holding back what is told before the creation has arrived this failed with a time-out, the first messages were dead letters.
        await OpenAsync(await ForwarderAsync("forward"));
        var parent = Sys.ActorOf(Props.Create(() => new Parent(PeerAddress)), "parent");

        for (var round = 0; round < 20; round++)
        {
            const int count = 200;
            var before = RecordsAtPeer();
            parent.Tell(new Burst($"child-{round}", count), TestActor);
            for (var i = 0; i < count; i++)
                await ExpectMsgAsync(i, Wait);
            Assert.True(RecordsAtPeer() - before >= count, "the messages went by lane");
        }
    }

    [Fact]
    public async Task Deployed_BeforeAndDuringTheSwitchOfThePeer_GetsEverythingInOrder()
    {
        const int children = 50;
        const int each = 200;
        var parent = Sys.ActorOf(Props.Create(() => new Parent(PeerAddress)), "parent");

        // The first of these connect the lane, later ones meet the switch, the last the open lane.
        for (var child = 0; child < children; child++)
            parent.Tell(new Burst($"child-{child}", each), TestActor);

        var next = new Dictionary<IActorRef, int>();
        for (var i = 0; i < children * each; i++)
        {
            var number = await ExpectMsgAsync<int>(Wait);
            Assert.Equal(next.GetValueOrDefault(LastSender), number);
            next[LastSender] = number + 1;
        }
        Assert.Equal(children, next.Count);
        await OpenAsync(await ForwarderAsync("forward"));
    }

    [Fact]
    public async Task Deployed_StoppedAndMadeAnewUnderItsName_IsReachedByReferenceAndByPath()
    {
        // Broken once: with creations not found by the path of whom a message is for this failed with a time-out.
        await OpenAsync(await ForwarderAsync("forward"));
        var parent = Sys.ActorOf(Props.Create(() => new Parent(PeerAddress)), "parent");

        for (var round = 0; round < 10; round++)
        {
            var child = await parent.Ask<IActorRef>(new Make("again"), Wait);
            child.Tell($"by reference {round}", TestActor);
            ByPath(child.Path.ToStringWithoutAddress()).Tell($"by path {round}", TestActor);
            Sys.ActorSelection(child.Path.ToString()).Tell($"by selection {round}", TestActor);
            await ExpectMsgAsync($"by reference {round}", Wait);
            await ExpectMsgAsync($"by path {round}", Wait);
            await ExpectMsgAsync($"by selection {round}", Wait);
            Watch(child);
            parent.Tell(new Stop("again"));
            await ExpectTerminatedAsync(child, Wait);
            await Eventually.True(() => parent.Ask<bool>(new IsFree("again"), Wait).Result, Wait, "the parent has no such child any more");
        }
    }

    [Fact]
    public async Task Deployed_ThatFails_IsRestartedByItsParentHereAndServesOn()
    {
        await OpenAsync(await ForwarderAsync("forward"));
        var parent = Sys.ActorOf(Props.Create(() => new Parent(PeerAddress)), "parent");
        var child = await parent.Ask<IActorRef>(new Make("failing"), Wait);

        for (var i = 0; i < 20; i++)
        {
            child.Tell("fail", TestActor);
            child.Tell(i, TestActor);
            await ExpectMsgAsync(i, Wait);
        }
        Assert.Equal(20, await parent.Ask<int>("failures", Wait));
    }

    [Fact]
    public async Task Deployed_ThatSendsAndStops_IsTerminatedForItsParentAfterItsLastMessage()
    {
        // Broken once: with the actor's own notice sent to its parent this failed, 1,259 of 2,000 messages had come before Terminated.
        const int count = 2_000;
        await OpenAsync(await ForwarderAsync("forward"));
        var parent = Sys.ActorOf(Props.Create(() => new Parent(PeerAddress)), "parent");
        await Eventually.True(() => LanesOf(Peer).PeerOf(AddressOf(Sys)).State == LaneState.Open || Ping(parent), Wait, "a lane back");

        for (var round = 0; round < 20; round++)
        {
            parent.Tell(new Last($"talker-{round}", count), TestActor);
            Assert.Equal(count, await ExpectMsgAsync<int>(Wait));
        }
    }

    private static bool Ping(IActorRef parent)
    {
        parent.Ask<IActorRef>(new Make($"ping-{Guid.NewGuid():N}"), Wait).Result.Ask<string>("x", Wait).Wait();
        return false;
    }

    private sealed record Make(string Name);

    private sealed record Burst(string Name, int Count);

    private sealed record Last(string Name, int Count);

    private sealed record Stop(string Name);

    private sealed record IsFree(string Name);

    /// <summary>Deploys children at the peer.</summary>
    private sealed class Parent : ReceiveActor
    {
        private readonly Address _there;
        private int _failures;

        public Parent(Address there)
        {
            _there = there;
            Receive<Make>(make => Sender.Tell(Deploy(Props.Create(() => new Echo()), make.Name)));
            Receive<Burst>(burst =>
            {
                var child = Deploy(Props.Create(() => new Echo()), burst.Name);
                for (var i = 0; i < burst.Count; i++)
                    child.Tell(i, Sender);
            });
            Receive<Last>(last =>
            {
                var (asker, seen) = (Sender, 0);
                var child = Context.Watch(Deploy(Props.Create(() => new Talker()), last.Name));
                child.Tell(last.Count);
                BecomeStacked(() =>
                {
                    Receive<int>(_ => seen++);
                    Receive<Terminated>(_ =>
                    {
                        asker.Tell(seen);
                        UnbecomeStacked();
                    });
                });
            });
            Receive<Stop>(stop => Context.Stop(Context.Child(stop.Name)));
            Receive<IsFree>(free => Sender.Tell(Context.Child(free.Name).IsNobody()));
            Receive<string>(_ => Sender.Tell(_failures));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ =>
        {
            _failures++;
            return Directive.Restart;
        });

        private IActorRef Deploy(Props props, string name) => Context.ActorOf(props.WithDeploy(Akka.Actor.Deploy.None.WithScope(new RemoteScope(_there))), name);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo()
        {
            Receive<string>(text => text == "fail", _ => throw new InvalidOperationException("told to fail"));
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private sealed class Talker : ReceiveActor
    {
        public Talker() => Receive<int>(count =>
        {
            for (var i = 0; i < count; i++)
                Sender.Tell(i);
            Context.Stop(Self);
        });
    }
}
