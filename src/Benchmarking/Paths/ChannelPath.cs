using ActorIpc.Benchmarking.Channels;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Channels.Formats;
using ActorIpc.Links;
using ActorIpc.Serialization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ActorIpc.Benchmarking.Paths;

/// <summary>Typed channels over shared memory, no Akka.</summary>
internal sealed class ChannelPath : IBenchmarkPath
{
    /// <summary>Its name.</summary>
    public const string PathName = "channel";

    private static readonly int[] Sizes = [64, 1024, 64 * 1024];

    /// <inheritdoc/>
    public string Name => PathName;

    /// <inheritdoc/>
    public string Definition =>
        "A typed channel (ActorIpc.Channels) over shared memory between two processes, with its defaults: ChannelWriter and ChannelReader, no actors. Brings uds-json with it, "
        + "with which its ratios are.";

    /// <inheritdoc/>
    public ServedPath Serve(string folder)
    {
        var links = Links(folder);
        return new ServedPath("", (links, Traffic().Select(traffic => traffic.Serve(links)).ToArray()));
    }

    /// <inheritdoc/>
    public async Task<OpenPath> OpenAsync(PeerProcess peer, CancellationToken cancellation)
    {
        peer.Serve(Name);
        var links = Links(peer.Folder);
        try
        {
            var measurements = new List<IMeasurement>();
            foreach (var traffic in Traffic())
                measurements.AddRange(await traffic.OpenAsync(Name, links, peer, cancellation).ConfigureAwait(false));
            // Cut, not closed: both sides end with the run.
            return new OpenPath(measurements, () =>
            {
                links.Dispose();
                return ValueTask.CompletedTask;
            });
        }
        catch
        {
            links.Dispose();
            throw;
        }
    }

    private static IChannelTraffic[] Traffic() =>
    [
        new ChannelTraffic<RawItem<Rest64>>("unmanaged", ItemFormats.Raw<RawItem<Rest64>>(), [64], (id, _) => new(id, default), item => item.Id),
        new ChannelTraffic<RawItem<Rest1K>>("unmanaged", ItemFormats.Raw<RawItem<Rest1K>>(), [1024], (id, _) => new(id, default), item => item.Id),
        new ChannelTraffic<RawItem<Rest64K>>("unmanaged", ItemFormats.Raw<RawItem<Rest64K>>(), [64 * 1024], (id, _) => new(id, default), item => item.Id),
        new ChannelTraffic<ChannelItem>("memorypack", ItemFormats.MemoryPack<ChannelItem>(), Sizes, ChannelItem.Of, item => item.Id),
        new ChannelTraffic<PlainItem>(
            "hyperion", ItemFormats.Hyperion<PlainItem>(AllowList.FromAssemblies([], [typeof(PlainItem)])), Sizes, PlainItem.Of, item => item.Id),
        new ChannelTraffic<PlainItem>("json", ItemFormats.Json(PlainItemJson.Default.PlainItem), Sizes, PlainItem.Of, item => item.Id),
        new ChannelTraffic<Any>(
            "protobuf",
            ItemFormats.Protobuf<Any>(),
            Sizes,
            (id, text) => new Any { TypeUrl = text, Value = ByteString.CopyFrom(BitConverter.GetBytes(id)) },
            item => BitConverter.ToInt64(item.Value.Span)),
    ];

    private static LinkRuntime Links(string folder) => new(new LinkOptions { RuntimeDirectory = folder, Media = LinkMedia.Memfd, SegmentBudget = 64L * 1024 * 1024 });
}
