using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Links;

/// <summary>Records one way over a link.</summary>
/// <param name="key">What the row is about.</param>
/// <param name="traffic">The link's measuring side.</param>
/// <param name="batch">How many records are published together.</param>
/// <param name="peer">The other process.</param>
internal sealed class RecordFloodMeasurement(RowKey key, RecordTraffic traffic, int batch, PeerProcess peer) : IMeasurement
{
    /// <inheritdoc/>
    public RowKey Key { get; } = key;

    /// <inheritdoc/>
    public async Task<RoundFigures> MeasureAsync(Slice slice, CancellationToken cancellation)
    {
        await OwnThread.RunAsync(() => traffic.Flood(Key.Size, batch, slice.Settle)).ConfigureAwait(false);
        var before = peer.UseOfBoth();
        var (records, elapsed) = await OwnThread.RunAsync(() => traffic.Flood(Key.Size, batch, slice.Counted)).ConfigureAwait(false);
        var use = peer.UseOfBoth() - before;
        var figures = RoundFigures.Of(records, elapsed, use);
        return figures with { BytesPerSecond = figures.MessagesPerSecond * Key.Size };
    }
}
