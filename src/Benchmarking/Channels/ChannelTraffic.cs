using System.Buffers;
using System.Threading.Channels;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Channels;
using ActorIpc.Channels.Formats;
using ActorIpc.Links;

namespace ActorIpc.Benchmarking.Channels;

/// <summary>Items of one format over a channel, and the reader's count back over another.</summary>
/// <param name="payload">The format's name in the report.</param>
/// <param name="format">The format.</param>
/// <param name="sizes">The bytes an item is to have, each a row.</param>
/// <param name="of">The item of a number with a text; the text is empty where the size is fixed.</param>
/// <param name="idOf">An item's number.</param>
internal sealed class ChannelTraffic<T>(string payload, ItemFormat<T> format, IReadOnlyList<int> sizes, Func<long, string, T> of, Func<T, long> idOf) : IChannelTraffic
{
    /// <summary>The number of an item that asks how many came before.</summary>
    public const long Question = -1;

    private const int LeastText = 4;

    private string ItemsName => $"bench-{payload}-{sizes[0]}-items";

    private string CountsName => $"bench-{payload}-{sizes[0]}-counts";

    /// <inheritdoc/>
    public object Serve(LinkRuntime links)
    {
        var items = IpcChannel.ListenAsync(ItemsName, new IpcChannelOptions<T> { Links = links, Format = format }).GetAwaiter().GetResult();
        var counts = IpcChannel.ListenAsync(CountsName, new IpcChannelOptions<long> { Links = links }).GetAwaiter().GetResult();
        return (items, counts, CountAsync(items, counts));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IMeasurement>> OpenAsync(string path, LinkRuntime links, PeerProcess peer, CancellationToken cancellation)
    {
        var writer = await IpcChannel.ConnectWriterAsync(ItemsName, new IpcChannelOptions<T> { Links = links, Format = format }, cancellation).ConfigureAwait(false);
        var counts = await IpcChannel.ConnectReaderAsync(CountsName, new IpcChannelOptions<long> { Links = links }, cancellation).ConfigureAwait(false);
        if (writer.Medium != LinkMedium.SharedMemory)
            throw new BenchmarkException($"the channel must be over shared memory: medium={writer.Medium}");
        var sender = new ChannelSender<T>(writer, counts, of);
        return [.. sizes.Select(size =>
        {
            var text = new string('x', Math.Max(LeastText, size - BytesOf("")));
            return new ChannelFloodMeasurement<T>(new RowKey(path, Figures.OneWay, payload, BytesOf(text), 1, null), sender, text, peer);
        })];
    }

    private int BytesOf(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        format.Write(output, of(1_000_000, text));
        return output.WrittenCount;
    }

    private async Task CountAsync(IpcChannelListener<T> itemsFrom, IpcChannelListener<long> countsTo)
    {
        var items = await itemsFrom.AcceptReaderAsync().ConfigureAwait(false);
        ChannelWriter<long> counts = await countsTo.AcceptWriterAsync().ConfigureAwait(false);
        var count = 0L;
        while (await items.WaitToReadAsync().ConfigureAwait(false))
        {
            while (items.TryRead(out var item))
            {
                if (idOf(item) == Question)
                    await counts.WriteAsync(count).ConfigureAwait(false);
                else
                    count++;
            }
        }
    }
}
