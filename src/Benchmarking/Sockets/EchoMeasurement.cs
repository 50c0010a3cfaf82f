using System.Diagnostics;
using System.Net.Sockets;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Sockets;

/// <summary>Round trips over a plain socket.</summary>
/// <param name="key">What the row is about.</param>
/// <param name="socket">A connection to <see cref="SocketPeer.EchoAsync"/>.</param>
/// <param name="peer">The other process.</param>
internal sealed class EchoMeasurement(RowKey key, Socket socket, PeerProcess peer) : IMeasurement
{
    private readonly List<double> _microseconds = [];
    private readonly byte[] _payload = new byte[key.Size];

    /// <inheritdoc/>
    public RowKey Key { get; } = key;

    /// <inheritdoc/>
    public async Task<RoundFigures> MeasureAsync(Slice slice, CancellationToken cancellation)
    {
        await RunAsync(slice.Settle).ConfigureAwait(false);
        var before = peer.UseOfBoth();
        var elapsed = await RunAsync(slice.Counted).ConfigureAwait(false);
        var use = peer.UseOfBoth() - before;
        return RoundFigures.Of(2 * _microseconds.Count, elapsed, use).WithRoundTrips(_microseconds);
    }

    private async Task<TimeSpan> RunAsync(TimeSpan length)
    {
        _microseconds.Clear();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            var sent = Stopwatch.GetTimestamp();
            // So few bytes always fit.
            await socket.SendAsync(_payload).ConfigureAwait(false);
            await SocketPeer.ReadExactlyAsync(socket, _payload).ConfigureAwait(false);
            _microseconds.Add(Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
        }
        return Stopwatch.GetElapsedTime(start);
    }
}
