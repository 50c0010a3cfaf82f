using System.Text.Json.Serialization;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Reports;

/// <summary>One measurement: the medians over the rounds. What it does not measure is null.</summary>
/// <param name="Path">The path's name.</param>
/// <param name="Figure">What was measured: throughput, throughput-deployed, ask, large, one-way, one-way-batch-64, round-trip.</param>
/// <param name="Payload">What a message is: string, hyperion, bytes, json, unmanaged, memorypack, protobuf.</param>
/// <param name="Size">Its size as it is written, in bytes, without any envelope.</param>
/// <param name="Pairs">Pairs of senders and receivers at work at once.</param>
/// <param name="Window">Messages a sender may have under way; null where only the path bounds them.</param>
/// <param name="MessagesPerSecond">Messages, records or items a second.</param>
/// <param name="BytesPerSecond">Bytes of payload a second.</param>
/// <param name="P50">Median round trip, in microseconds.</param>
/// <param name="P99">99th percentile of round trips, in microseconds.</param>
/// <param name="P999">99.9th percentile of round trips, in microseconds.</param>
/// <param name="ProcessorPerMessage">Processor time of both processes per message, in microseconds.</param>
/// <param name="AllocatedPerMessage">Managed memory both processes allocated per message, in bytes.</param>
public sealed record BenchmarkRow(
    string Path,
    string Figure,
    string Payload,
    int Size,
    int Pairs,
    int? Window,
    [property: JsonPropertyName("msgs_per_s")] double MessagesPerSecond,
    [property: JsonPropertyName("bytes_per_s")] double? BytesPerSecond,
    [property: JsonPropertyName("p50_us")] double? P50,
    [property: JsonPropertyName("p99_us")] double? P99,
    [property: JsonPropertyName("p999_us")] double? P999,
    [property: JsonPropertyName("cpu_us_per_msg")] double ProcessorPerMessage,
    [property: JsonPropertyName("alloc_bytes_per_msg")] double AllocatedPerMessage)
{
    /// <summary>The row of a measurement.</summary>
    /// <param name="key">What it is about.</param>
    /// <param name="rounds">What each round found; at least one.</param>
    internal static BenchmarkRow Of(RowKey key, IReadOnlyCollection<RoundFigures> rounds) => new(
        key.Path,
        key.Figure,
        key.Payload,
        key.Size,
        key.Pairs,
        key.Window,
        Math.Round(Samples.Median(rounds.Select(round => round.MessagesPerSecond))),
        Rounded(rounds, 0, round => round.BytesPerSecond),
        Rounded(rounds, 2, round => round.P50Microseconds),
        Rounded(rounds, 2, round => round.P99Microseconds),
        Rounded(rounds, 2, round => round.P999Microseconds),
        Samples.Significant(Samples.Median(rounds.Select(round => round.ProcessorMicrosecondsPerMessage)), 4),
        Samples.Significant(Samples.Median(rounds.Select(round => round.AllocatedBytesPerMessage)), 4));

    private static double? Rounded(IEnumerable<RoundFigures> rounds, int digits, Func<RoundFigures, double?> figure) =>
        Samples.MedianOrNull(rounds.Select(figure)) is { } median ? Math.Round(median, digits) : null;
}
