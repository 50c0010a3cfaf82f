using ActorIpc.Benchmarking.Links;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Links;

namespace ActorIpc.Benchmarking.Paths;

/// <summary>The raw link under the transport: records over shared memory, no Akka.</summary>
internal sealed class RingPath : IBenchmarkPath
{
    private const string Address = "bench://ring";
    private const int RecordBytes = 64;
    private const int Batch = 64;

    /// <inheritdoc/>
    public string Name => "ring";

    /// <inheritdoc/>
    public string Definition =>
        "A raw link (ActorIpc.Links) over shared memory between two processes: no actors, no serialization. Its ratios are against uds-json of the same run.";

    /// <inheritdoc/>
    public ServedPath Serve(string folder)
    {
        var runtime = new LinkRuntime(Options(folder));
        var listener = LinkListener.Listen(runtime, Address);
        listener.Accept(LinkPurpose.Channel, new RecordCounter());
        return new ServedPath(Address, (runtime, listener));
    }

    /// <inheritdoc/>
    public async Task<OpenPath> OpenAsync(PeerProcess peer, CancellationToken cancellation)
    {
        var address = peer.Serve(Name);
        var runtime = new LinkRuntime(Options(peer.Folder));
        try
        {
            var link = await LinkConnector.ConnectAsync(
                runtime,
                // Without a spill a writer that is ahead of the reader waits for it, as a channel's does.
                new LinkRequest { To = address, Purpose = LinkPurpose.Channel, Tuning = new LinkTuning { SpillLimit = 0 } },
                cancellation).ConfigureAwait(false);
            if (link.Medium != LinkMedium.SharedMemory)
                throw new BenchmarkException($"the link must be over shared memory: medium={link.Medium} ({link.MediumNote})");
            var traffic = new RecordTraffic(link);
            return new OpenPath(
                [
                    new RecordFloodMeasurement(new RowKey(Name, Figures.OneWay, "bytes", RecordBytes, 1, null), traffic, 1, peer),
                    new RecordFloodMeasurement(new RowKey(Name, Figures.OneWayBatch, "bytes", RecordBytes, 1, null), traffic, Batch, peer),
                    new RecordRoundTripMeasurement(new RowKey(Name, Figures.RoundTrip, "bytes", 1, 1, 1), traffic, peer),
                ],
                runtime.DisposeAsync);
        }
        catch (Exception e)
        {
            runtime.Dispose();
            throw e is LinkException ? new BenchmarkException($"there is no link to the peer: {e.Message}", e) : e;
        }
    }

    private static LinkOptions Options(string folder) => new() { RuntimeDirectory = folder, Media = LinkMedia.Memfd };
}
