using System.Diagnostics;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;
using Akka.Actor;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>How long a question and its answer take when nothing else is under way.</summary>
/// <param name="key">What the row is about.</param>
/// <param name="target">Who is asked.</param>
/// <param name="question">What.</param>
/// <param name="peer">The other process.</param>
internal sealed class AskMeasurement(RowKey key, IActorRef target, string question, PeerProcess peer) : IMeasurement
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<double> _microseconds = [];

    /// <inheritdoc/>
    public RowKey Key { get; } = key;

    /// <inheritdoc/>
    public async Task<RoundFigures> MeasureAsync(Slice slice, CancellationToken cancellation)
    {
        await AskForAsync(slice.Settle, cancellation).ConfigureAwait(false);
        var before = peer.UseOfBoth();
        var elapsed = await AskForAsync(slice.Counted, cancellation).ConfigureAwait(false);
        var use = peer.UseOfBoth() - before;
        return RoundFigures.Of(2 * _microseconds.Count, elapsed, use).WithRoundTrips(_microseconds);
    }

    /// <summary>Asks again and again; the round trips are in <see cref="_microseconds"/> afterwards, whose memory is used again.</summary>
    private async Task<TimeSpan> AskForAsync(TimeSpan length, CancellationToken cancellation)
    {
        _microseconds.Clear();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            var asked = Stopwatch.GetTimestamp();
            try
            {
                await target.Ask<string>(question, Patience, cancellation).ConfigureAwait(false);
            }
            catch (AskTimeoutException e)
            {
                throw new BenchmarkException($"every question must be answered within {Patience.TotalSeconds:0} s: row={Key}", e);
            }
            _microseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMicroseconds);
        }
        return Stopwatch.GetElapsedTime(start);
    }
}
