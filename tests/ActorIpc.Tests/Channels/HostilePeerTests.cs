using ActorIpc.Channels;
using ActorIpc.Channels.Formats;
using ActorIpc.Channels.Meetings;
using ActorIpc.Channels.Protocol;
using ActorIpc.Links;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Channels;

/// <summary>A peer whose bytes break rules: the channel is over with a reason, and nothing else happens.</summary>
/// <param name="output">Where the seed is printed.</param>
public sealed class HostilePeerTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Patience = ChannelPair<Tick>.Patience;
    private static readonly Guid Session = Guid.NewGuid();

    private readonly ChannelPlace _place = new();

    public void Dispose() => _place.Dispose();

    public static TheoryData<string, byte[]> RecordsForAReader => new()
    {
        { "empty", [] },
        { "unknown kind", [99] },
        { "a reader's record", [(byte)RecordKind.Acknowledge, .. new byte[16]] },
        { "a second BEGIN", ChannelRecords.Begin(Session, 0, 10) },
        { "short items", [(byte)RecordKind.Items, 0, 0, 0] },
        { "no items", Items(0, 0) },
        { "more items than bytes", Items(int.MaxValue, 0, new byte[24]) },
        { "negative count", Items(-1, 0, new byte[24]) },
        { "half an item", Items(1, 0, new byte[12]) },
        { "a gap", Items(1, 1, new byte[24]) },
        { "negative sequence", Items(1, -1, new byte[24]) },
        { "completed too late", ChannelRecords.Complete(5, null) },
        { "completed without text", [(byte)RecordKind.Complete, 1, .. new byte[8]] },
        { "a text beyond the end", [(byte)RecordKind.Complete, 1, .. new byte[8], 255, 255, 1] },
    };

    [Theory]
    [MemberData(nameof(RecordsForAReader))]
    public async Task Reader_OfARecordThatBreaksARule_FailsAndSaysWhy(string what, byte[] record)
    {
        var (reader, link) = await OpenReaderAsync<Tick>(null);
        Assert.True(link.TryWrite(ChannelRecords.Begin(Session, 0, 10)));
        Assert.True(link.TryWrite(record), what);

        var error = await Assert.ThrowsAsync<ChannelProtocolException>(async () => await reader.WaitToReadAsync().AsTask().WaitAsync(Patience));
        output.WriteLine(error.Message);
        await Assert.ThrowsAsync<ChannelProtocolException>(() => reader.Completion.WaitAsync(Patience));
        Assert.False(reader.TryRead(out _));
        await reader.DisposeAsync();
        await link.Closed.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    public async Task Reader_OfAnItemLengthThatLies_Fails(int length)
    {
        var (reader, link) = await OpenReaderAsync<string>(null);
        Assert.True(link.TryWrite(ChannelRecords.Begin(Session, 0, 10)));
        Assert.True(link.TryWrite(Items(1, 0, [.. BitConverter.GetBytes(length), .. new byte[8]])));

        await Assert.ThrowsAsync<ChannelProtocolException>(async () => await ReadUntilTheEndAsync(reader));
        await reader.DisposeAsync();
    }

    [Theory]
    [InlineData(int.MinValue, -1)]
    [InlineData(int.MinValue + 3, 4)]
    [InlineData(int.MinValue + 1, int.MaxValue)]
    public async Task Reader_OfATextWhoseLengthTakesTheProcessDown_FailsAndOthersGoOn(int utf8, int utf16)
    {
        await using var other = await ChannelPair<string>.OpenAsync("SharedMemory", new IpcChannelOptions<string>());
        Assert.True(other.Writer.TryWrite("before"));
        var (reader, link) = await OpenReaderAsync<string>(null);
        Assert.True(link.TryWrite(ChannelRecords.Begin(Session, 0, 10)));
        byte[] good = MemoryPack.MemoryPackSerializer.Serialize("good");
        byte[] lie = [.. BitConverter.GetBytes(utf8), .. BitConverter.GetBytes(utf16), .. "abcd"u8];
        Assert.True(link.TryWrite(Items(3, 0, [.. WithLength(good), .. WithLength(lie), .. WithLength(good)])));

        Assert.Equal("good", await reader.ReadAsync().AsTask().WaitAsync(Patience));
        var error = await Assert.ThrowsAsync<ChannelProtocolException>(async () => await ReadUntilTheEndAsync(reader));
        Assert.Contains("sequence=1", error.Message, StringComparison.Ordinal);
        Assert.Equal("before", await other.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        await other.Writer.WriteAsync("after");
        Assert.Equal("after", await other.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        await reader.DisposeAsync();

        static byte[] WithLength(byte[] item) => [.. BitConverter.GetBytes(item.Length), .. item];
    }

    [Fact]
    public async Task Reader_OfRandomBytesInEveryFormat_FailsWithoutHarm()
    {
        var random = Seeded.Random(output);
        for (var round = 0; round < 60; round++)
        {
            var garbage = new byte[random.Next(1, 400)];
            random.NextBytes(garbage);
            byte[] body = [.. BitConverter.GetBytes(garbage.Length), .. garbage];
            switch (round % 3)
            {
                case 0:
                    await FeedAsync<string[]>(ItemFormats.MemoryPack<string[]>(), body);
                    break;
                case 1:
                    await FeedAsync(ItemFormats.Json(System.Text.Json.Serialization.Metadata.JsonMetadataServices.CreateValueInfo<int>(
                        new(), System.Text.Json.Serialization.Metadata.JsonMetadataServices.Int32Converter)), body);
                    break;
                default:
                    await FeedAsync(ItemFormats.Protobuf<Google.Protobuf.WellKnownTypes.Struct>(), body);
                    break;
            }
        }
    }

    public static TheoryData<string, byte[]> RecordsForAWriter => new()
    {
        { "empty", [] },
        { "items", Items(1, 0, new byte[24]) },
        { "a second READY", ChannelRecords.Ready(Guid.Empty, 0) },
        { "acknowledged what was not written", Acknowledgement(11, 11) },
        { "acknowledged more than taken", Acknowledgement(1, 2) },
        { "negative", Acknowledgement(-1, -1) },
        { "a reason beyond the end", [(byte)RecordKind.Stop, 200, 0, 1] },
    };

    [Theory]
    [MemberData(nameof(RecordsForAWriter))]
    public async Task Writer_OfARecordThatBreaksARule_FailsAndSaysWhy(string what, byte[] record)
    {
        var links = _place.NewLinks();
        await using var listener = await IpcChannel.ListenAsync("writer", new IpcChannelOptions<Tick> { Links = links });
        var accepting = listener.AcceptWriterAsync();
        var link = await ConnectAsync<Tick>("writer", ChannelRole.Reader, ItemFormats.Default<Tick>());
        var writer = await accepting.WaitAsync(Patience);
        Assert.True(link.TryWrite(ChannelRecords.Ready(Guid.Empty, 0)));
        for (var i = 0; i < 10; i++)
            await writer.WriteAsync(Tick.Of(i));
        Assert.True(link.TryWrite(record), what);

        var error = await Assert.ThrowsAsync<ChannelProtocolException>(() => writer.Completion.WaitAsync(Patience));
        output.WriteLine(error.Message);
        await writer.DisposeAsync();
        await link.Closed.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 2, 1, 0, 0 })]
    [InlineData(new byte[] { 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255 })]
    public async Task Listener_OfAGreetingThatBreaksARule_RefusesIt(byte[] greeting)
    {
        await using var listener = await IpcChannel.ListenAsync("greeting", new IpcChannelOptions<Tick> { Links = _place.NewLinks() });
        using var giveUp = new CancellationTokenSource();
        var accepting = listener.AcceptReaderAsync(giveUp.Token);
        var refusal = await Assert.ThrowsAsync<LinkException>(() => LinkConnector.ConnectAsync(
            _place.NewLinks(), new LinkRequest { To = ChannelTerms.AddressOf("greeting"), Purpose = LinkPurpose.Channel, Data = greeting }));
        Assert.Equal(LinkFailure.Refused, refusal.Failure);
        giveUp.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting);
    }

    private static byte[] Items(int count, long sequence, byte[]? items = null)
    {
        var record = new byte[ChannelRecords.ItemsHeader + (items?.Length ?? 0)];
        ChannelRecords.WriteItemsHeader(record, count, sequence);
        items?.CopyTo(record, ChannelRecords.ItemsHeader);
        return record;
    }

    private static byte[] Acknowledgement(long taken, long acknowledged)
    {
        var record = new byte[ChannelRecords.AcknowledgeRecord];
        ChannelRecords.WriteAcknowledge(record, taken, acknowledged);
        return record;
    }

    private static async Task ReadUntilTheEndAsync<T>(IpcChannelReader<T> reader)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (await reader.WaitToReadAsync(deadline.Token))
            reader.TryRead(out _);
    }

    /// <summary>Feeds an item made of anything: it is read, or the channel is over with a reason.</summary>
    private async Task FeedAsync<T>(ItemFormat<T> format, byte[] body)
    {
        var (reader, link) = await OpenReaderAsync(format);
        link.TryWrite(ChannelRecords.Begin(Session, 0, 10));
        link.TryWrite(Items(1, 0, body));
        link.TryWrite(ChannelRecords.Complete(1, null));
        try
        {
            await ReadUntilTheEndAsync(reader);
        }
        catch (ChannelProtocolException)
        {
            // The usual end; random bytes may also happen to be an item.
        }
        await reader.DisposeAsync();
        link.Dispose();
        await link.Closed.WaitAsync(Patience);
    }

    private async Task<(IpcChannelReader<T> Reader, Link Link)> OpenReaderAsync<T>(ItemFormat<T>? format)
    {
        await using var listener = await IpcChannel.ListenAsync("reader", new IpcChannelOptions<T> { Links = _links ??= _place.NewLinks(), Format = format });
        var accepting = listener.AcceptReaderAsync();
        var link = await ConnectAsync("reader", ChannelRole.Writer, format ?? ItemFormats.Default<T>());
        return (await accepting.WaitAsync(Patience), link);
    }

    private LinkRuntime? _links;
    private LinkRuntime? _hostileLinks;

    private async Task<Link> ConnectAsync<T>(string name, ChannelRole role, ItemFormat<T> format)
    {
        var greeting = new ChannelGreeting(role, new IpcChannelOptions<T>().MaxItem, 0, "hostile", ItemShape.NameOf(typeof(T)), format.Name);
        while (true)
        {
            try
            {
                var link = await LinkConnector.ConnectAsync(
                    _hostileLinks ??= _place.NewLinks(),
                    new LinkRequest { To = ChannelTerms.AddressOf(name), Purpose = LinkPurpose.Channel, Data = greeting.Encode(), WaitForListener = Patience });
                link.Start(new Nobody());
                return link;
            }
            catch (LinkException busy) when (busy.Failure == LinkFailure.Busy)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Takes everything and looks at nothing.</summary>
    private sealed class Nobody : ILinkHandler
    {
        public LinkFlow OnRecord(ReadOnlySpan<byte> payload) => LinkFlow.More;

        public void OnEnd(LinkEnd end)
        {
        }
    }
}
