using System.Net.Sockets;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Sockets;

/// <summary>Items one way as lines of JSON.</summary>
/// <param name="key">What the row is about.</param>
/// <param name="socket">A connection to <see cref="SocketPeer.CountAsync"/>.</param>
/// <param name="peer">The other process.</param>
internal sealed class JsonFloodMeasurement(RowKey key, Socket socket, PeerProcess peer) : IMeasurement
{
    private readonly JsonLineSender _sender = new(socket);

    /// <inheritdoc/>
    public RowKey Key { get; } = key;

    /// <inheritdoc/>
    public async Task<RoundFigures> MeasureAsync(Slice slice, CancellationToken cancellation)
    {
        await _sender.FloodAsync(slice.Settle).ConfigureAwait(false);
        var before = peer.UseOfBoth();
        var (items, elapsed) = await _sender.FloodAsync(slice.Counted).ConfigureAwait(false);
        var use = peer.UseOfBoth() - before;
        var figures = RoundFigures.Of(items, elapsed, use);
        return figures with { BytesPerSecond = figures.MessagesPerSecond * Key.Size };
    }
}
