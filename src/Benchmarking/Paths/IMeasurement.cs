using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Paths;

/// <summary>One row: measured once in every round, nothing of it under way in between.</summary>
internal interface IMeasurement
{
    /// <summary>What the row is about.</summary>
    RowKey Key { get; }

    /// <summary>Measures.</summary>
    /// <param name="slice">How long.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BenchmarkException">What was sent did not arrive.</exception>
    Task<RoundFigures> MeasureAsync(Slice slice, CancellationToken cancellation);
}
