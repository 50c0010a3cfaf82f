using System.Collections.Concurrent;
using System.Threading.Channels;
using ActorIpc.Channels;
using ActorIpc.Links;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Channels;

/// <summary>Links that are cut between two ends that both go on, again and again: nothing is lost, nothing comes twice.</summary>
/// <param name="output">Where the seed is printed.</param>
public sealed class ResumeTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Patience = ChannelPair<Tick>.Patience;

    private readonly ChannelPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Link_CutAgainAndAgain_EveryItemArrivesOnce(bool writerListens)
    {
        const int count = 60_000;
        var random = Seeded.Random(output);
        var (links, options) = Options();
        await using var listener = await IpcChannel.ListenAsync("cut", options);
        var (writer, reader) = await OpenAsync(listener, Options().Options, writerListens);
        var cuts = 0;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
            {
                await writer.WriteAsync(Tick.Of(i));
                if (random.Next(count / 10) == 0 && links.Links.FirstOrDefault() is { } link)
                {
                    link.Abort("cut by the test");
                    cuts++;
                }
            }
            writer.Complete();
        });

        var next = 0;
        using var deadline = new CancellationTokenSource(2 * Patience);
        await foreach (var tick in reader.ReadAllAsync(deadline.Token))
            Assert.Equal(Tick.Of(next++), tick);

        Assert.Equal(count, next);
        await writing.WaitAsync(Patience);
        await writer.Completion.WaitAsync(Patience);
        Assert.Equal(0, writer.Unacknowledged);
        output.WriteLine($"cuts: {cuts}");
        await writer.DisposeAsync();
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task Relay_KilledAgainAndAgain_LosesNothingBetweenItsTwoChannels()
    {
        const int count = 20_000;
        var random = Seeded.Random(output);
        var (source, sink) = (Options().Options, Options().Options with { Acknowledgement = Acknowledgement.Explicit });
        await using var taking = await IpcChannel.ListenAsync("relay-out", sink);
        var got = new HashSet<Tick>();
        var reader = taking.OpenReader();
        await using var giving = await IpcChannel.ListenAsync("relay-in", source with { Capacity = 500 });
        var writer = giving.OpenWriter();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
                await writer.WriteAsync(Tick.Of(i));
        });
        var lives = 0;
        using var deadline = new CancellationTokenSource(2 * Patience);
        while (got.Count < count)
        {
            var links = _place.NewLinks();
            using var life = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
            var relaying = RelayAsync(Options().Options with { Links = links }, life.Token);
            lives++;
            for (var until = got.Count + random.Next(200, 4000); got.Count < Math.Min(until, count);)
            {
                got.Add(await reader.ReadAsync(deadline.Token));
                reader.Acknowledge();
            }
            if (got.Count == count)
            {
                // What the last life repeats has to be taken too.
                using var done = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
                var rest = TakeAsync(reader, done.Token);
                await Eventually.True(() => writer.Unacknowledged == 0, Patience, "everything is acknowledged through the relay");
                done.Cancel();
                await rest;
            }
            links.Dispose();
            await life.CancelAsync();
            await relaying;
        }

        await writing.WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(0, count).Select(i => Tick.Of(i)).ToHashSet(), got);
        output.WriteLine($"lives: {lives}");
        Assert.True(lives > 1);
    }

    [Fact]
    public async Task Writer_WithoutAReader_KeepsUpToItsBoundAndThenWaits()
    {
        var (links, options) = Options();
        await using var listener = await IpcChannel.ListenAsync("bound", options with { WriterBuffer = 100_000, Capacity = 1_000_000 });
        var (writer, reader) = await OpenAsync(listener, Options().Options with { OnPeerDown = OnPeerDown.Fail }, writerListens: true);
        await links.Links.Single().CloseAsync();
        await Assert.ThrowsAsync<PeerDownException>(() => reader.Completion.WaitAsync(Patience));
        var written = 0;
        while (writer.TryWrite(Tick.Of(written)))
            written++;
        Assert.InRange(written * 24, 100_000, 140_000);
        Assert.Equal(written, writer.Unacknowledged);

        await using var next = await IpcChannel.ConnectReaderAsync("bound", Options().Options);
        writer.Complete();
        for (var i = 0; i < written; i++)
            Assert.Equal(Tick.Of(i), await next.ReadAsync());
        Assert.False(await next.WaitToReadAsync());
        await writer.Completion.WaitAsync(Patience);
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task Peer_ThatDoesNotComeAgain_IsDownAfterTheWait()
    {
        var (links, options) = Options();
        await using var listener = await IpcChannel.ListenAsync("gone", options with { WaitForPeer = TimeSpan.FromMilliseconds(100) });
        var (writer, reader) = await OpenAsync(listener, Options().Options with { OnPeerDown = OnPeerDown.Fail }, writerListens: true);
        await writer.WriteAsync(Tick.Of(0));
        Assert.Equal(Tick.Of(0), await reader.ReadAsync());
        links.Links.Single().Abort("cut by the test");

        var down = await Assert.ThrowsAsync<PeerDownException>(() => writer.Completion.WaitAsync(Patience));
        Assert.Contains("nobody came within 0.1 s", down.Reason, StringComparison.Ordinal);
        await reader.DisposeAsync();
        await writer.DisposeAsync();
    }

    [Fact]
    public async Task Acknowledgement_ByCall_KeepsWhatIsTakenAndNotDone()
    {
        var (links, options) = Options();
        await using var listener = await IpcChannel.ListenAsync("by-call", options);
        var (writer, reader) = await OpenAsync(
            listener, Options().Options with { OnPeerDown = OnPeerDown.Fail, Acknowledgement = Acknowledgement.Explicit }, writerListens: true);
        for (var i = 0; i < 100; i++)
            await writer.WriteAsync(Tick.Of(i));
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(Tick.Of(i), await reader.ReadAsync());
            if (i == 39)
                reader.Acknowledge();
        }
        await Eventually.Equal(60L, () => writer.Unacknowledged, Patience);
        links.Links.Single().Abort("cut by the test");
        await Assert.ThrowsAsync<PeerDownException>(async () =>
        {
            while (await reader.WaitToReadAsync())
                reader.TryRead(out _);
        });

        await using var next = await IpcChannel.ConnectReaderAsync("by-call", Options().Options);
        Assert.Equal(Tick.Of(40), await next.ReadAsync());
        await reader.DisposeAsync();
        await next.DisposeAsync();
        await writer.DisposeAsync();
    }

    private static async Task<(IpcChannelWriter<Tick> Writer, IpcChannelReader<Tick> Reader)> OpenAsync(
        IpcChannelListener<Tick> listener, IpcChannelOptions<Tick> options, bool writerListens)
    {
        if (writerListens)
        {
            var accepting = listener.AcceptWriterAsync();
            var reader = await IpcChannel.ConnectReaderAsync(listener.Name, options);
            return (await accepting.WaitAsync(Patience), reader);
        }
        var acceptingReader = listener.AcceptReaderAsync();
        var writer = await IpcChannel.ConnectWriterAsync(listener.Name, options);
        return (writer, await acceptingReader.WaitAsync(Patience));
    }

    private (LinkRuntime Links, IpcChannelOptions<Tick> Options) Options()
    {
        var links = _place.NewLinks();
        return (links, new IpcChannelOptions<Tick> { Links = links, OnPeerDown = OnPeerDown.Resume, WaitForPeer = Patience });
    }

    private static async Task TakeAsync(IpcChannelReader<Tick> reader, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await reader.ReadAsync(cancellation);
                reader.Acknowledge();
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    /// <summary>Passes items on from one channel to another until its links are gone, and acknowledges what has been acknowledged to it.</summary>
    private static async Task RelayAsync(IpcChannelOptions<Tick> options, CancellationToken cancellation)
    {
        options = options with { OnPeerDown = OnPeerDown.Fail, Acknowledgement = Acknowledgement.Explicit };
        try
        {
            var from = await IpcChannel.ConnectReaderAsync("relay-in", options, cancellation);
            var to = await IpcChannel.ConnectWriterAsync("relay-out", options, cancellation);
            var marks = new ConcurrentQueue<ReadMark>();
            var acknowledging = AcknowledgeAsync();
            await foreach (var tick in from.ReadAllAsync(cancellation))
            {
                marks.Enqueue(from.Mark);
                await to.WriteAsync(tick, cancellation);
            }
            await acknowledging;

            async Task AcknowledgeAsync()
            {
                for (var known = 0L; !to.Completion.IsCompleted;)
                {
                    var now = await to.WaitForAcknowledgementAsync(known, cancellation);
                    for (; known < now && marks.TryDequeue(out var mark); known++)
                        from.Acknowledge(mark);
                }
            }
        }
        catch (Exception e) when (e is ChannelClosedException or PeerDownException or ChannelConnectException or OperationCanceledException)
        {
            // Its life is over.
        }
    }
}
