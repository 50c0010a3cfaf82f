using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligations 5 and 8: references have the right address, and whoever comes later is reached.</summary>
public sealed class LaneRecipientTests : LanePair
{
    [Fact]
    public async Task Actor_CreatedAfterTheFirstMessageToIt_IsReached()
    {
        // Broken once: with every look-up remembered, those that found nobody too, this failed with a time-out.
        await OpenAsync(await ForwarderAsync("forward"));
        var early = Sys.ActorSelection(new RootActorPath(PeerAddress) / "user" / "late");
        var byPath = ByPath("/user/late");
        var lost = 0;
        Peer.EventStream.Subscribe(
            Peer.ActorOf(Props.Create(() => new Counting<DeadLetter>(letter => Interlocked.Add(ref lost, Equals(letter.Message, "nobody there") ? 1 : 0)))), typeof(DeadLetter));
        early.Tell("nobody there");
        byPath.Tell("nobody there");
        await Eventually.Equal(2, () => Volatile.Read(ref lost), Wait);

        Peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "late");

        early.Tell("by selection");
        byPath.Tell("by path");
        await ExpectMsgAsync("by selection", Wait);
        await ExpectMsgAsync("by path", Wait);
    }

    [Fact]
    public async Task Actor_StoppedAndCreatedAnewUnderItsName_IsReachedByItsPath()
    {
        // Broken once: with a reference remembered beyond its actor's end this failed with a time-out.
        await OpenAsync(await ForwarderAsync("forward"));
        var first = Peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "again");
        var byPath = ByPath("/user/again");
        byPath.Tell("first");
        await ExpectMsgAsync("first", Wait);
        await first.GracefulStop(Wait);

        Peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "again");
        byPath.Tell("second");

        await ExpectMsgAsync("second", Wait);
    }

    [Fact]
    public async Task Reference_InsideAMessage_HasTheRightAddress()
    {
        // Broken once: with paths written without their address this failed, nobody was found.
        var introducer = await ResolveAsync(Peer.ActorOf(Props.Create(() => new Introducer()), "introducer"));
        await OpenAsync(await ForwarderAsync("forward"));

        introducer.Tell(TestActor);

        await ExpectMsgAsync("pleased to meet you", Wait);
    }

    [Fact]
    public async Task Reference_InsideAMessageThatLivesForOneAnswer_HasTheRightAddress()
    {
        // Broken once: without Akka's WithTransport around the serializer such a reference, which knows no address of its own, was written without one, and this timed out.
        var introducer = await ResolveAsync(Peer.ActorOf(Props.Create(() => new Introducer()), "introducer"));
        await OpenAsync(await ForwarderAsync("forward"));

        Assert.Equal("pleased to meet you", await introducer.Ask<string>(answer => answer, Wait, CancellationToken.None));
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

    private sealed class Introducer : ReceiveActor
    {
        public Introducer() => Receive<IActorRef>(stranger => stranger.Tell("pleased to meet you"));
    }
}
