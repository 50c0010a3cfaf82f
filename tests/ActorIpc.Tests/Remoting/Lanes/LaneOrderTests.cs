using ActorIpc.Remoting.Lanes;
using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 1: the order of a sender and a receiver, whatever way their messages go.</summary>
public sealed class LaneOrderTests() : LanePair("actoripc.lanes { retry-interval = 20ms, switch-buffer = 100000 }")
{
    [Fact]
    public async Task Lane_AfterTheFirstMessages_OpensAndCarries()
    {
        var remote = await ForwarderAsync("forward");

        await OpenAsync(remote);

        var link = LanesOf(Peer).PublishedBy(AddressOf(Sys)).Single().Lane.Link;
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
        Assert.Equal(LaneState.Open, State);
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
    public async Task Messages_ToldBeforeTheSystemEnds_AreDelivered()
    {
        const int count = 20_000;
        using var folder = new TempFolder();
        var (a, b) = (ActorSystem.Create("a", ConfigOf(folder)), ActorSystem.Create("b", ConfigOf(folder)));
        try
        {
            b.ActorOf(Props.Create(() => new Forwarder(TestActor)), "sink");
            var sink = await a.ActorSelection(new RootActorPath(AddressOf(b)) / "user" / "sink").ResolveOne(Wait);
            await Eventually.True(() => { sink.Tell(-1); return LanesOf(a).PeerOf(AddressOf(b)).State == LaneState.Open; }, Wait, "a lane");

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
    public async Task Order_WhenTheClassicWayIsSlow_WaitsForTheSwitch()
    {
        // Broken once: with the lane used as soon as its handshake was complete this failed, 100 came first.
        Peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "forward");
        var remote = ByPath("/user/forward");
        var standstill = new Standstill();
        remote.Tell(standstill); // the peer reads it the classic way, and nothing behind it
        for (var i = 0; i < 100; i++)
            remote.Tell(i);
        await Eventually.True(() => State != LaneState.Classic, Wait, "a switch");

        for (var i = 100; i < 200; i++)
            remote.Tell(i);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(200));
        standstill.Until.Set();

        await ExpectMsgAsync<Standstill>(Wait);
        for (var i = 0; i < 200; i++)
            await ExpectMsgAsync(i, Wait);
    }

    [Fact]
    public async Task Order_WhenThePeerClosesTheLaneAgainAndAgain_IsKeptAndNothingIsLost()
    {
        // Broken once: with the classic way used before the end of a closing lane was told this failed with later numbers before those of the lane.
        var remote = await ForwarderAsync("forward");
        const int count = 5_000;

        for (var round = 0; round < 10; round++)
        {
            await OpenAtBothEndsAsync(remote);
            var lane = LanesOf(Peer).PublishedBy(AddressOf(Sys)).Single().Lane;
            for (var i = 0; i < count; i++)
            {
                if (i == count / 4)
                    _ = lane.Link.CloseAsync();
                remote.Tell(i);
            }
            for (var i = 0; i < count; i++)
                await ExpectMsgAsync(i, Wait);
        }
    }

    /// <summary>Opens a lane; the last one may be known to be closing at its other end only.</summary>
    private async Task OpenAtBothEndsAsync(IActorRef remote)
    {
        await Eventually.True(
            () =>
            {
                if (State == LaneState.Open && LanesOf(Peer).PublishedBy(AddressOf(Sys)) is [{ Lane.Link.IsOpen: true }])
                    return true;
                remote.Tell("open");
                return false;
            },
            Wait,
            "a lane opens");
        await OpenAsync(remote);
    }
}
