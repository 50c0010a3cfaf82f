using ActorIpc.Channels;
using ActorIpc.Channels.Formats;

namespace ActorIpc.Tests.Channels;

/// <summary>Peers that are not there, that do not fit, that stop, that come again.</summary>
public sealed class MeetingTests : IDisposable
{
    private static readonly TimeSpan Patience = ChannelPair<Tick>.Patience;

    private readonly ChannelPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Connect_WithoutAListener_SaysForWhomItWaited()
    {
        var error = await Assert.ThrowsAsync<ChannelConnectException>(
            () => IpcChannel.ConnectReaderAsync("nobody-there", Options<Tick>() with { WaitForPeer = TimeSpan.FromMilliseconds(100) }));

        Assert.Equal(ChannelConnectFailure.NoPeer, error.Failure);
        Assert.Contains("within 0.1 s: channel=nobody-there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_BeforeTheListener_WaitsForIt()
    {
        var connecting = IpcChannel.ConnectReaderAsync("late", Options<Tick>());
        await using var listener = await IpcChannel.ListenAsync("late", Options<Tick>());
        var accepting = listener.AcceptWriterAsync();

        await using var reader = await connecting.WaitAsync(Patience);
        var writer = await accepting.WaitAsync(Patience);
        await writer.WriteAsync(Tick.Of(1));
        Assert.Equal(Tick.Of(1), await reader.ReadAsync());
    }

    [Fact]
    public async Task Connect_WithAnotherTypeFormatOrRole_IsRefusedNamingBothSides()
    {
        await using var listener = await IpcChannel.ListenAsync("ticks", Options<Tick>() with { Identity = "here" });
        using var giveUp = new CancellationTokenSource();
        var accepting = listener.AcceptWriterAsync(giveUp.Token);

        var type = await Refused(() => IpcChannel.ConnectReaderAsync("ticks", Options<long>() with { Identity = "there" }));
        Assert.Contains("[here: role=Writer type=ActorIpc.Tests.Channels.Tick format=raw/24/", type.Message, StringComparison.Ordinal);
        Assert.Contains("[there: role=Reader type=System.Int64 format=raw/8/", type.Message, StringComparison.Ordinal);
        var format = await Refused(() => IpcChannel.ConnectReaderAsync("ticks", Options<Tick>() with { Format = ItemFormats.MemoryPack<Tick>() }));
        Assert.Contains("format=memorypack/", format.Message, StringComparison.Ordinal);
        await Refused(() => IpcChannel.ConnectWriterAsync("ticks", Options<Tick>()));
        await Refused(() => IpcChannel.ConnectReaderAsync("ticks", Options<Tick>() with { MaxItem = 1000 }));

        // None of them has taken the place of one that fits.
        var reader = await IpcChannel.ConnectReaderAsync("ticks", Options<Tick>());
        await using var writer = await accepting.WaitAsync(Patience);
        await reader.DisposeAsync(); // first: a writer waits for its reader when it is disposed

        static async Task<ChannelConnectException> Refused<T>(Func<Task<T>> connect)
        {
            var error = await Assert.ThrowsAsync<ChannelConnectException>(connect);
            Assert.Equal(ChannelConnectFailure.Mismatch, error.Failure);
            return error;
        }
    }

    [Fact]
    public async Task Listener_WithItsChannel_TakesTheNextWhenThatIsOver()
    {
        await using var listener = await IpcChannel.ListenAsync("one-by-one", Options<Tick>());
        var accepting = listener.AcceptReaderAsync();
        var first = await IpcChannel.ConnectWriterAsync("one-by-one", Options<Tick>());
        await using var reader = await accepting.WaitAsync(Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => listener.AcceptReaderAsync());
        await Assert.ThrowsAsync<ChannelConnectException>(
            () => IpcChannel.ConnectWriterAsync("one-by-one", Options<Tick>() with { WaitForPeer = TimeSpan.FromMilliseconds(50) }));

        first.Complete();
        Assert.False(await reader.WaitToReadAsync());
        await first.Completion.WaitAsync(Patience);

        var again = listener.AcceptReaderAsync();
        await using var second = await IpcChannel.ConnectWriterAsync("one-by-one", Options<Tick>());
        await second.WriteAsync(Tick.Of(5));
        second.Complete();
        await using var next = await again.WaitAsync(Patience);
        Assert.Equal(Tick.Of(5), await next.ReadAsync());
        Assert.False(await next.WaitToReadAsync());
    }

    [Fact]
    public async Task Listen_UnderATakenName_IsAnErrorOfItsOwn()
    {
        await using var listener = await IpcChannel.ListenAsync("taken", Options<Tick>());
        var error = await Assert.ThrowsAsync<ChannelConnectException>(() => IpcChannel.ListenAsync("taken", Options<Tick>()));
        Assert.Equal(ChannelConnectFailure.NameInUse, error.Failure);
    }

    [Fact]
    public async Task Accept_Cancelled_LeavesTheListenerFree()
    {
        await using var listener = await IpcChannel.ListenAsync("free", Options<Tick>());
        using var giveUp = new CancellationTokenSource();
        var accepting = listener.AcceptWriterAsync(giveUp.Token);
        giveUp.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting.WaitAsync(Patience));

        var again = listener.AcceptWriterAsync();
        var reader = await IpcChannel.ConnectReaderAsync("free", Options<Tick>());
        await using var writer = await again.WaitAsync(Patience);
        await reader.DisposeAsync();
    }

    [Theory]
    [InlineData(OnPeerDown.Fail)]
    [InlineData(OnPeerDown.Resume)]
    public async Task Reader_Stopped_StopsTheWriterWithItsReason(OnPeerDown onPeerDown)
    {
        await using var listener = await IpcChannel.ListenAsync("stopped", Options<Tick>() with { OnPeerDown = onPeerDown, Capacity = 10 });
        var accepting = listener.AcceptWriterAsync();
        var reader = await IpcChannel.ConnectReaderAsync("stopped", Options<Tick>());
        var writer = await accepting.WaitAsync(Patience);
        for (var i = 0; i < 10; i++)
            await writer.WriteAsync(Tick.Of(i));
        Assert.Equal(Tick.Of(0), await reader.ReadAsync());
        Assert.Equal(Tick.Of(1), await reader.ReadAsync());

        await reader.StopAsync("seen enough");

        var stopped = await Assert.ThrowsAsync<ReaderStoppedException>(() => writer.Completion.WaitAsync(Patience));
        Assert.Equal(("seen enough", 8), (stopped.Reason, stopped.Unacknowledged));
        Assert.False(writer.TryWrite(Tick.Of(10)));
        await Assert.ThrowsAsync<ReaderStoppedException>(async () => await writer.WaitToWriteAsync());
        await Assert.ThrowsAnyAsync<Exception>(async () => await reader.WaitToReadAsync());
        Assert.False(reader.TryRead(out _));
        await writer.DisposeAsync();
    }

    [Fact]
    public void Options_ThatBreakRules_AreToldAtOnce()
    {
        var errors = new IpcChannelOptions<Tick> { Medium = ChannelMedium.Tcp, Capacity = 0, Ring = 5000, MaxItem = 0 }.Validate();
        Assert.Equal(4, errors.Count);
        Assert.Contains(errors, error => error.EndsWith("Ring=5000", StringComparison.Ordinal));
    }

    private IpcChannelOptions<T> Options<T>() => new() { Links = _place.NewLinks(), WaitForPeer = Patience };
}
