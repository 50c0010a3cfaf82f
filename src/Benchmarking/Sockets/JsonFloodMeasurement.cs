using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Sockets;

/// <summary>Items one way as lines of JSON.</summary>
/// <param name="key">What the row is about.</param>
/// <param name="sender">The items' way to the other process.</param>
/// <param name="peer">The other process.</param>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed class JsonFloodMeasurement<T>(RowKey key, JsonLineSender<T> sender, PeerProcess peer) : IMeasurement
{

    /// <inheritdoc/>
    public RowKey Key { get; } = key;

    /// <inheritdoc/>
    public async Task<RoundFigures> MeasureAsync(Slice slice, CancellationToken cancellation)
    {
        await sender.FloodAsync(slice.Settle).ConfigureAwait(false);
        var before = peer.UseOfBoth();
        var (items, elapsed) = await sender.FloodAsync(slice.Counted).ConfigureAwait(false);
        var use = peer.UseOfBoth() - before;
        var figures = RoundFigures.Of(items, elapsed, use);
        return figures with { BytesPerSecond = figures.MessagesPerSecond * Key.Size };
    }
}
