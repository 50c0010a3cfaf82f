using System.Diagnostics;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Links;

/// <summary>Round trips over a link.</summary>
/// <param name="key">What the row is about.</param>
/// <param name="traffic">The link's measuring side.</param>
/// <param name="peer">The other process.</param>
internal sealed class RecordRoundTripMeasurement(RowKey key, RecordTraffic traffic, PeerProcess peer) : IMeasurement
{
    private readonly List<double> _microseconds = [];

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

    private Task<TimeSpan> RunAsync(TimeSpan length) => OwnThread.RunAsync(() =>
    {
        _microseconds.Clear();
        var start = Stopwatch.GetTimestamp();
        traffic.RoundTrips(length, _microseconds);
        return Stopwatch.GetElapsedTime(start);
    });
}
