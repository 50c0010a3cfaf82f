using ActorIpc.Messages.Control;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>What is kept of the changes of lanes, and when there is one.</summary>
public sealed class LaneJournalTests() : LanePair("actoripc.lanes { retry-interval = 20ms, switch-timeout = 100ms }")
{
    [Fact]
    public async Task Journal_OfALaneThatOpensAndEnds_SaysBothAndWhy()
    {
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);

        LanesOf(Peer).PublishedBy(AddressOf(Sys)).Single().Lane.Link.Abort("the test wants it so");
        await Eventually.True(() => Changes().Any(change => change.Kind == LaneChangeKind.Closed), Wait, "the end is told");

        // On a busy machine the first switch may take longer than the tenth of a second it has here.
        var all = Changes();
        var told = all.SkipWhile(change => change.Kind == LaneChangeKind.NotOpened).Take(2).ToArray();
        Assert.Equal([LaneChangeKind.Opened, LaneChangeKind.Closed], told.Select(change => change.Kind));
        Assert.Equal(Enumerable.Range(1, all.Length), all.Select(change => (int)change.Number));
        Assert.All(all, change => Assert.Equal(PeerAddress.ToString(), change.Peer));
        Assert.Equal("over shm", told[0].Reason);
        Assert.NotEmpty(told[1].Reason);
    }

    [Fact]
    public async Task Journal_OfSwitchesThatTimeOutAgainAndAgain_SaysItOnce()
    {
        Peer.ActorOf(Props.Create(() => new Forwarder(TestActor)), "forward");
        var remote = ByPath("/user/forward");
        var standstill = new Standstill();
        remote.Tell(standstill); // the peer reads it the classic way, and nothing behind it
        await Eventually.True(
            () =>
            {
                remote.Tell("more");
                return LanesOf(Sys).Counts.Fallbacks >= 3;
            },
            Wait,
            "three switches time out");
        standstill.Until.Set();

        Assert.Equal([LaneChangeKind.NotOpened], Changes().TakeWhile(change => change.Kind != LaneChangeKind.Opened).Select(change => change.Kind));
    }

    [Fact]
    public void Journal_OfMoreThanItKeeps_ForgetsTheOldestAndGivesTheRestInParts()
    {
        var journal = new LaneJournal(TimeProvider.System);
        for (var i = 0; i < LaneJournal.Kept + 10; i++)
            journal.Add(LaneChangeKind.NotOpened, PeerAddress, new string('x', 10_000));

        var first = journal.After(0, most: 100);
        var rest = journal.After(first[^1].Number, most: 1_000);

        Assert.Equal(Enumerable.Range(11, 100).Select(number => (long)number), first.Select(change => change.Number));
        Assert.Equal(LaneJournal.Kept - 100, rest.Length);
        Assert.Empty(journal.After(rest[^1].Number, most: 1_000));
        Assert.All(first, change => Assert.True(change.Reason.Length < 1_000));
    }

    private LaneChange[] Changes() => LanesOf(Sys).Journal.After(0, most: 1_000);
}
