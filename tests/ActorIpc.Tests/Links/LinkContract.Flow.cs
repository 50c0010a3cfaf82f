using ActorIpc.Links;

namespace ActorIpc.Tests.Links;

/// <summary>Stopping, resuming, closing.</summary>
public abstract partial class LinkContract
{
    [Theory]
    [InlineData(LinkFlow.Stop, 50)]
    [InlineData(LinkFlow.Stop, 9000)]
    [InlineData(LinkFlow.Again, 50)]
    [InlineData(LinkFlow.Again, 9000)]
    public async Task Handler_ThatStopsAtEveryRecord_GetsEachOnceAndOnlyAfterResume(LinkFlow flow, int length)
    {
        await using var pair = await Open(Tiny);
        var refused = -1;
        var handler = new RecordingHandler
        {
            Answer = (record, _) =>
            {
                if (flow == LinkFlow.Stop)
                    return LinkFlow.Stop;
                // Refused once, taken the second time.
                var again = refused != NumberOf(record);
                refused = NumberOf(record);
                return again ? LinkFlow.Again : LinkFlow.More;
            },
        };
        pair.Right.Start(handler);
        for (var i = 0; i < 20; i++)
            Assert.True(pair.Left.TryWrite(Numbered(i, length)));

        // Each Resume brings the refused record once more and the next one, or the next one alone; nothing comes without it.
        var callsPerResume = flow == LinkFlow.Again ? 2 : 1;
        var last = flow == LinkFlow.Again ? 40 : 20;
        for (var resumes = 0; 1 + (callsPerResume * resumes) < last + callsPerResume; resumes++)
        {
            await Eventually.Equal(Math.Min(1 + (callsPerResume * resumes), last), () => handler.Calls, Patience);
            pair.Right.Resume();
        }
        await Eventually.Equal(20, () => handler.Count, Patience);

        Assert.Equal(Enumerable.Range(0, 20), handler.Records.Select(NumberOf));
    }

    [Fact]
    public async Task Resume_WhileTheHandlerStillAnswers_IsNotLost()
    {
        await using var pair = await Open();
        var handler = new RecordingHandler
        {
            Answer = (_, _) =>
            {
                pair.Right.Resume();
                return LinkFlow.Stop;
            },
        };
        pair.Right.Start(handler);
        for (var i = 0; i < 100; i++)
            pair.Left.TryWrite(Numbered(i, 10));

        await Eventually.Equal(100, () => handler.Count, Patience);
    }

    [Fact]
    public async Task Close_WithRecordsWaitingOnBothSides_DeliversAllThenEndsBoth()
    {
        await using var pair = await Open(Tiny);
        var (left, right) = (new RecordingHandler(), new RecordingHandler());
        for (var i = 0; i < 300; i++)
        {
            Assert.True(pair.Left.TryWrite(Numbered(i, 200)));
            Assert.True(pair.Right.TryWrite(Numbered(i, 200)));
        }
        pair.Left.Start(left);
        pair.Right.Start(right);

        var end = await pair.Left.CloseAsync().WaitAsync(Patience);
        var other = await pair.Right.Closed.WaitAsync(Patience);

        Assert.Equal(LinkEndKind.LocalClose, end.Kind);
        Assert.Equal(LinkEndKind.PeerClosed, other.Kind);
        Assert.Equal(Enumerable.Range(0, 300), right.Records.Select(NumberOf));
        Assert.Equal(Enumerable.Range(0, 300), left.Records.Select(NumberOf));
        Assert.Equal((1, 1), (left.Ends, right.Ends));
        Assert.False(pair.Left.TryWrite([1]));
        Assert.False(pair.Right.TryWrite([1]));
        Assert.False(await pair.Left.WaitToWriteAsync());
    }

    [Fact]
    public async Task Close_OnBothSidesAtOnce_EndsBoth()
    {
        await using var pair = await Open();
        pair.Left.Start(new RecordingHandler());
        pair.Right.Start(new RecordingHandler());

        var ends = await Task.WhenAll(pair.Left.CloseAsync(), pair.Right.CloseAsync()).WaitAsync(Patience);

        Assert.All(ends, end => Assert.True(end.Kind is LinkEndKind.LocalClose or LinkEndKind.PeerClosed, end.ToString()));
    }

    [Fact]
    public async Task Close_OfALinkThatWasNeverStarted_EndsIt()
    {
        await using var pair = await Open();
        pair.Right.Start(new RecordingHandler());
        pair.Left.TryWrite([1, 2, 3]);
        pair.Right.TryWrite([4, 5, 6]);

        Assert.Equal(LinkEndKind.LocalClose, (await pair.Left.CloseAsync().WaitAsync(Patience)).Kind);
        Assert.Equal(LinkEndKind.PeerClosed, (await pair.Right.Closed.WaitAsync(Patience)).Kind);
        var late = new RecordingHandler();
        pair.Left.Start(late);
        Assert.Equal(LinkEndKind.LocalClose, late.End!.Kind);
    }

    [Fact]
    public async Task Close_WhenThePeerTakesNothing_IsCutAfterItsTime()
    {
        await using var pair = await Open(Tiny);
        var stopped = new RecordingHandler { Answer = (_, _) => LinkFlow.Again };
        pair.Left.Start(new RecordingHandler());
        pair.Right.Start(stopped);
        for (var i = 0; i < 2000; i++)
            pair.Left.TryWrite(Numbered(i, 1000));

        var end = await pair.Left.CloseAsync(TimeSpan.FromMilliseconds(100)).WaitAsync(Patience);

        Assert.Equal(LinkEndKind.TimedOut, end.Kind);
        Assert.Equal(0, pair.NearRuntime.SpilledBytes);
    }

    [Fact]
    public async Task Abort_AfterRecordsWerePublished_ThePeerStillGetsThem()
    {
        await using var pair = await Open();
        var handler = new RecordingHandler();
        for (var i = 0; i < 100; i++)
            pair.Left.TryWrite(Numbered(i, 100));
        pair.Left.Abort("enough");
        Assert.Equal(new LinkEnd(LinkEndKind.LocalClose, "enough"), await pair.Left.Closed.WaitAsync(Patience));

        pair.Right.Start(handler);

        Assert.Equal(LinkEndKind.PeerClosed, (await pair.Right.Closed.WaitAsync(Patience)).Kind);
        Assert.Equal(Enumerable.Range(0, 100), handler.Records.Select(NumberOf));
    }

    [Fact]
    public async Task Handler_ThatThrows_EndsItsLinkOnly()
    {
        await using var pair = await Open();
        await using var other = await Open();
        var fine = new RecordingHandler();
        other.Right.Start(fine);
        pair.Left.Start(new RecordingHandler());
        pair.Right.Start(new RecordingHandler { Answer = (_, _) => throw new InvalidOperationException("no") });
        pair.Left.TryWrite([1]);

        Assert.Equal(LinkEndKind.HandlerFailed, (await pair.Right.Closed.WaitAsync(Patience)).Kind);
        Assert.Equal(LinkEndKind.PeerClosed, (await pair.Left.Closed.WaitAsync(Patience)).Kind);
        other.Left.TryWrite([1]);
        await Eventually.Equal(1, () => fine.Count, Patience);
    }

    [Fact]
    public async Task Floods_BothWaysThroughTinyRings_NeverStop()
    {
        var seconds = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1" ? 60 : 1.5;
        await using var pair = await Open(Tiny, new LinkTuning { SpillLimit = 64 * 1024 });
        var (left, right) = (new RecordingCount(), new RecordingCount());
        pair.Left.Start(left);
        pair.Right.Start(right);

        var sent = await Task.WhenAll(Flood(pair.Left, seconds), Flood(pair.Right, seconds)).WaitAsync(TimeSpan.FromSeconds(seconds) + Patience);

        await Eventually.Equal(sent[0], () => right.Count, Patience);
        await Eventually.Equal(sent[1], () => left.Count, Patience);
        Assert.True(left.InOrder && right.InOrder);
    }

    private static Task<int> Flood(Link link, double seconds) => Task.Run(async () =>
    {
        var random = new Random(5);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var number = 0;
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            if (link.TryWrite(Numbered(number, 4 + random.Next(random.Next(40) == 0 ? 5000 : 200))))
                number++;
            else
                Assert.True(await link.WaitToWriteAsync());
        }
        return number;
    });

    /// <summary>Counts, and checks the order.</summary>
    private sealed class RecordingCount : ILinkHandler
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public bool InOrder { get; private set; } = true;

        public LinkFlow OnRecord(ReadOnlySpan<byte> payload)
        {
            InOrder &= BitConverter.ToInt32(payload) == _count;
            Volatile.Write(ref _count, _count + 1);
            return LinkFlow.More;
        }

        public void OnEnd(LinkEnd end)
        {
        }
    }
}
