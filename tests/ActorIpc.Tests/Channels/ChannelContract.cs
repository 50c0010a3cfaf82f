using System.Threading.Channels;
using ActorIpc.Channels;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Channels;

/// <summary>What a bounded channel promises, whatever carries it; held by the framework's own too.</summary>
/// <param name="medium">What carries it.</param>
/// <param name="output">Where seeds are printed.</param>
public abstract class ChannelContract(string medium, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = ChannelPair<Tick>.Patience;

    private bool IsReference => medium == "framework";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Items_WrittenAndCompleted_AreReadInOrderAndThenTheEnd(bool writerListens)
    {
        await using var pair = await Open(writerListens: writerListens);
        const int count = 50_000;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
                await pair.Writer.WriteAsync(Tick.Of(i));
            pair.Writer.Complete();
        });

        var next = 0;
        await foreach (var tick in pair.Reader.ReadAllAsync().WithCancellation(Deadline()))
            Assert.Equal(Tick.Of(next++), tick);

        Assert.Equal(count, next);
        await writing.WaitAsync(Patience);
        await pair.Reader.Completion.WaitAsync(Patience);
        Assert.False(await pair.Reader.WaitToReadAsync());
        Assert.False(pair.Reader.TryRead(out _));
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await pair.Reader.ReadAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Capacity_WhenNobodyReads_IsExactlyWhatCanBeWritten(int capacity)
    {
        await using var pair = await Open(capacity);
        for (var i = 0; i < capacity; i++)
            Assert.True(pair.Writer.TryWrite(Tick.Of(i)), $"item {i} of {capacity} is taken");
        Assert.False(pair.Writer.TryWrite(Tick.Of(capacity)));
        var waiting = pair.Writer.WaitToWriteAsync().AsTask();
        Assert.False(waiting.IsCompleted);

        Assert.Equal(Tick.Of(0), await pair.Reader.ReadAsync(Deadline()));

        Assert.True(await waiting.WaitAsync(Patience));
        Assert.True(pair.Writer.TryWrite(Tick.Of(capacity)));
        var writing = pair.Writer.WriteAsync(Tick.Of(capacity + 1)).AsTask();
        Assert.False(writing.IsCompleted);
        Assert.Equal(Tick.Of(1), await pair.Reader.ReadAsync(Deadline()));
        await writing.WaitAsync(Patience);
        Assert.False(pair.Writer.TryWrite(Tick.Of(capacity + 2)));
        for (var i = 2; i <= capacity + 1; i++)
            Assert.Equal(Tick.Of(i), await pair.Reader.ReadAsync(Deadline()));
        await Eventually.True(() => pair.Writer.TryWrite(Tick.Of(0)), Patience, "there is room again");
    }

    [Fact]
    public async Task Item_WrittenAlone_ArrivesWithoutAnother()
    {
        await using var pair = await Open();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(pair.Writer.TryWrite(Tick.Of(i)));
            Assert.Equal(Tick.Of(i), await pair.Reader.ReadAsync(Deadline()));
        }
    }

    [Fact]
    public async Task Reader_BeforeAnythingIsWritten_Waits()
    {
        await using var pair = await Open();
        Assert.False(pair.Reader.TryRead(out _));
        var waits = Enumerable.Range(0, 3).Select(_ => pair.Reader.WaitToReadAsync().AsTask()).ToArray();
        var read = pair.Reader.ReadAsync().AsTask();
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));

        Assert.True(pair.Writer.TryWrite(Tick.Of(7)));

        Assert.Equal(Tick.Of(7), await read.WaitAsync(Patience));
        pair.Writer.Complete();
        await Task.WhenAll(waits).WaitAsync(Patience);
    }

    [Fact]
    public async Task Complete_WithAnException_FailsTheReaderAfterTheLastItem()
    {
        await using var pair = await Open();
        Assert.True(pair.Writer.TryWrite(Tick.Of(1)));
        Assert.True(pair.Writer.TryComplete(new InvalidDataException("the feed broke")));
        Assert.False(pair.Writer.TryComplete());
        Assert.False(pair.Writer.TryWrite(Tick.Of(2)));

        Assert.Equal(Tick.Of(1), await pair.Reader.ReadAsync(Deadline()));

        AssertTheFeedBroke(await Assert.ThrowsAnyAsync<Exception>(() => pair.Reader.Completion.WaitAsync(Patience)));
        AssertTheFeedBroke(await Assert.ThrowsAnyAsync<Exception>(async () => await pair.Reader.WaitToReadAsync()));
        AssertTheFeedBroke((await Assert.ThrowsAsync<ChannelClosedException>(async () => await pair.Reader.ReadAsync())).InnerException!);
        Assert.IsType<InvalidDataException>(await Assert.ThrowsAnyAsync<Exception>(async () => await pair.Writer.WaitToWriteAsync()));
        Assert.IsType<InvalidDataException>((await Assert.ThrowsAsync<ChannelClosedException>(async () => await pair.Writer.WriteAsync(Tick.Of(2)))).InnerException);

        void AssertTheFeedBroke(Exception error)
        {
            if (IsReference)
            {
                Assert.IsType<InvalidDataException>(error);
                return;
            }
            var remote = Assert.IsType<RemoteChannelException>(error);
            Assert.Equal(("System.IO.InvalidDataException", "the feed broke"), (remote.TypeName, remote.RemoteMessage));
        }
    }

    [Fact]
    public async Task Complete_WithoutItems_EndsWaitingReadersAndWriters()
    {
        await using var pair = await Open(capacity: 1);
        var reading = pair.Reader.WaitToReadAsync().AsTask();
        Assert.False(pair.Reader.Completion.IsCompleted);

        pair.Writer.Complete();

        Assert.False(await reading.WaitAsync(Patience));
        await pair.Reader.Completion.WaitAsync(Patience);
        Assert.False(await pair.Writer.WaitToWriteAsync());
        Assert.Null((await Assert.ThrowsAsync<ChannelClosedException>(async () => await pair.Writer.WriteAsync(Tick.Of(0)))).InnerException);
    }

    [Fact]
    public async Task Complete_WhileAWriterWaits_EndsItsWait()
    {
        await using var pair = await Open(capacity: 1);
        Assert.True(pair.Writer.TryWrite(Tick.Of(0)));
        var waiting = pair.Writer.WaitToWriteAsync().AsTask();

        pair.Writer.Complete();

        Assert.False(await waiting.WaitAsync(Patience));
        Assert.Equal(Tick.Of(0), await pair.Reader.ReadAsync(Deadline()));
        await pair.Reader.Completion.WaitAsync(Patience);
    }

    [Fact]
    public async Task Waits_Cancelled_LeaveTheChannelAsItWas()
    {
        await using var pair = await Open(capacity: 1);
        using var cancel = new CancellationTokenSource();
        var reading = pair.Reader.ReadAsync(cancel.Token).AsTask();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pair.Writer.WriteAsync(Tick.Of(9), cancel.Token));

        Assert.True(pair.Writer.TryWrite(Tick.Of(0)));
        using var cancelWrite = new CancellationTokenSource();
        var writing = pair.Writer.WriteAsync(Tick.Of(1), cancelWrite.Token).AsTask();
        cancelWrite.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitAsync(Patience));

        Assert.Equal(Tick.Of(0), await pair.Reader.ReadAsync(Deadline()));
        await pair.Writer.WriteAsync(Tick.Of(2), Deadline());
        Assert.Equal(Tick.Of(2), await pair.Reader.ReadAsync(Deadline()));
    }

    [Fact]
    public async Task Peek_BeforeReading_ShowsTheSameItem()
    {
        await using var pair = await Open();
        Assert.False(pair.Reader.TryPeek(out _));
        Assert.True(pair.Writer.TryWrite(Tick.Of(1)));
        Assert.True(pair.Writer.TryWrite(Tick.Of(2)));
        await Eventually.Equal(2, () => pair.Reader.Count, Patience);

        Assert.True(pair.Reader.TryPeek(out var peeked));
        Assert.Equal((Tick.Of(1), 2), (peeked, pair.Reader.Count));
        Assert.True(pair.Reader.TryRead(out var read));
        Assert.Equal((Tick.Of(1), 1), (read, pair.Reader.Count));
        Assert.True(pair.Reader.TryRead(out read));
        Assert.Equal((Tick.Of(2), 0), (read, pair.Reader.Count));
    }

    [Fact]
    public async Task WritersAndReaders_OfManyThreads_LoseAndDoubleNothing()
    {
        await using var pair = await Open(capacity: 100);
        const int each = 5_000;
        var writers = Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
                await pair.Writer.WriteAsync(Tick.Of((writer * each) + i));
        })).ToArray();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var ids = new List<long>();
            await foreach (var tick in pair.Reader.ReadAllAsync())
                ids.Add(tick.Id);
            return ids;
        })).ToArray();
        await Task.WhenAll(writers).WaitAsync(Patience);
        pair.Writer.Complete();

        var read = await Task.WhenAll(readers).WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 3 * each).Select(i => (long)i), read.SelectMany(ids => ids).Order());
    }

    /// <summary>Random operations at both ends, against a plain account of what a bounded channel is.</summary>
    [Fact]
    public async Task Operations_InRandomOrder_KeepTheContract()
    {
        var random = Seeded.Random(output);
        for (var round = 0; round < 8; round++)
        {
            var capacity = 1 << random.Next(0, 12);
            await using var pair = await Open(capacity);
            var (written, read) = (0, 0);
            for (var step = 0; step < 3_000; step++)
            {
                switch (random.Next(6))
                {
                    case 0:
                        for (var burst = random.Next(1, 2 * capacity); burst > 0 && pair.Writer.TryWrite(Tick.Of(written)); burst--)
                            written++;
                        break;
                    case 1 when written - read < capacity:
                        await pair.Writer.WriteAsync(Tick.Of(written++), Deadline());
                        break;
                    case 2:
                        for (var burst = random.Next(1, 2 * capacity); burst > 0 && pair.Reader.TryRead(out var tick); burst--)
                            Assert.Equal(Tick.Of(read++), tick);
                        break;
                    case 3 when read < written:
                        Assert.Equal(Tick.Of(read++), await pair.Reader.ReadAsync(Deadline()));
                        break;
                    case 4 when read < written:
                        Assert.True(await pair.Reader.WaitToReadAsync(Deadline()));
                        break;
                    case 5 when written - read < capacity:
                        Assert.True(await pair.Writer.WaitToWriteAsync(Deadline()));
                        break;
                }
                Assert.InRange(written - read, 0, capacity);
            }
            pair.Writer.Complete();
            while (read < written)
                Assert.Equal(Tick.Of(read++), await pair.Reader.ReadAsync(Deadline()));
            Assert.False(await pair.Reader.WaitToReadAsync(Deadline()));
            await pair.Reader.Completion.WaitAsync(Patience);
        }
    }

    private static CancellationToken Deadline() => new CancellationTokenSource(Patience).Token;

    private Task<ChannelPair<Tick>> Open(int capacity = 1024, bool writerListens = true) =>
        ChannelPair<Tick>.OpenAsync(medium, new IpcChannelOptions<Tick> { Capacity = capacity }, writerListens);
}
