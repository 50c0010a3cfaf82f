using ActorIpc.Hosting.Events;
using ActorIpc.Messages;

namespace ActorIpc.Tests.Hosting.Events;

/// <summary>What subscribers of a host's events get, and what is kept for later ones.</summary>
public sealed class HostEventStreamTests
{
    private static readonly NodeName Node = new("a");
    private readonly HostEventStream _stream = new();

    [Fact]
    public async Task Subscriber_ThatLooksBack_GetsEveryEventOnce()
    {
        const int Events = 20_000;
        var publishing = Task.Run(() =>
        {
            for (var i = 1; i <= Events; i++)
                _stream.Publish(Starting(i));
            _stream.Complete();
        });
        var (past, coming) = _stream.Subscribe(history => history.Events.ToList(), _ => true, CancellationToken.None);
        var seen = past.Concat(await ReadAsync(coming)).Select(entry => ((NodeStarting)entry).Incarnation).ToList();
        await publishing;
        // What came before the subscription and was too old to be kept may be missing; after the first there is no gap.
        Assert.Equal(Enumerable.Range(seen[0], Events - seen[0] + 1), seen);
    }

    [Fact]
    public async Task Subscriber_OfSomeEvents_IsNotCrowdedOutByOthers()
    {
        var coming = _stream.Subscribe(entry => entry is NodeOutput { IsError: true }, CancellationToken.None);
        for (var i = 0; i < HostEventStream.Capacity * 2; i++)
            _stream.Publish(Output("flood", isError: false));
        _stream.Publish(Output("wanted", isError: true));
        _stream.Complete();
        Assert.Equal("wanted", ((NodeOutput)Assert.Single(await ReadAsync(coming))).Text);
    }

    [Fact]
    public async Task Subscriber_ThatDoesNotKeepUp_LearnsHowManyLinesItLostAndEveryEvent()
    {
        var coming = _stream.Subscribe(CancellationToken.None);
        for (var i = 0; i < HostEventStream.Capacity + 5; i++)
            _stream.Publish(Output("line", isError: false));
        _stream.Publish(Starting(2));
        _stream.Complete();
        var read = await ReadAsync(coming);
        Assert.Equal(HostEventStream.Capacity, read.Count(entry => entry is NodeOutput));
        Assert.Equal(5, Assert.Single(read.OfType<OutputSkipped>()).Lines);
        Assert.IsType<NodeStarting>(read[^1]);
    }

    [Fact]
    public async Task Subscription_Cancelled_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        var coming = _stream.Subscribe(cancellation.Token);
        await cancellation.CancelAsync();
        _stream.Publish(Starting(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(coming));
    }

    [Fact]
    public void History_KeepsTheLatestEventsAndNoOutput()
    {
        for (var i = 1; i <= HostHistory.Capacity + 10; i++)
        {
            _stream.Publish(Starting(i));
            _stream.Publish(Output("line", isError: false));
            _stream.Publish(new StopWaiting(DateTimeOffset.UnixEpoch, ["a"]));
        }
        var kept = _stream.Look(history => history.Events.ToList());
        Assert.Equal(HostHistory.Capacity, kept.Count);
        Assert.Equal(HostHistory.Capacity + 10, Assert.IsType<NodeStarting>(kept[^1]).Incarnation);
        Assert.All(kept, entry => Assert.IsType<NodeStarting>(entry));
    }

    [Fact]
    public void History_OfACrash_KeepsTheLastOfItsLastLines()
    {
        var lines = Enumerable.Range(0, 20).Select(i => $"{i:00} {new string('x', 400)}").ToList();
        _stream.Publish(new NodeDown(DateTimeOffset.UnixEpoch, Node, 1, "exit 3", 3, TimeSpan.Zero, lines, Expected: false));
        var kept = Assert.IsType<NodeDown>(Assert.Single(_stream.Look(history => history.Events.ToList()))).LastLines;
        Assert.Equal(lines[^5..], kept);
    }

    private static NodeStarting Starting(int incarnation) => new(DateTimeOffset.UnixEpoch, Node, incarnation, 4711);

    private static NodeOutput Output(string text, bool isError) => new(DateTimeOffset.UnixEpoch, Node, 1, text, isError);

    private static async Task<List<HostEvent>> ReadAsync(IAsyncEnumerable<HostEvent> events)
    {
        var read = new List<HostEvent>();
        await foreach (var entry in events)
            read.Add(entry);
        return read;
    }
}
