using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Channels;

/// <summary>Items one way over a channel.</summary>
/// <param name="key">What the row is about.</param>
/// <param name="sender">The channel's measuring side.</param>
/// <param name="text">What makes an item as long as it is to be.</param>
/// <param name="peer">The other process.</param>
internal sealed class ChannelFloodMeasurement<T>(RowKey key, ChannelSender<T> sender, string text, PeerProcess peer) : IMeasurement
{
    /// <inheritdoc/>
    public RowKey Key { get; } = key;

    /// <inheritdoc/>
    public async Task<RoundFigures> MeasureAsync(Slice slice, CancellationToken cancellation)
    {
        await sender.FloodAsync(text, Key.Size, slice.Settle).ConfigureAwait(false);
        var before = peer.UseOfBoth();
        var (items, elapsed) = await sender.FloodAsync(text, Key.Size, slice.Counted).ConfigureAwait(false);
        var use = peer.UseOfBoth() - before;
        var figures = RoundFigures.Of(items, elapsed, use);
        return figures with { BytesPerSecond = figures.MessagesPerSecond * Key.Size };
    }
}
