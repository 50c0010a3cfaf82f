using System.Text.Json.Serialization;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Reports;

/// <summary>What a crash costs, in milliseconds from just before SIGKILL. What is not measured yet is null.</summary>
/// <param name="NodeDownP50">Until the host's program gets the event NodeDown: the median.</param>
/// <param name="NodeDownP99">The 99th percentile.</param>
/// <param name="TerminatedP50">Until a watcher in a third actor system gets Terminated: the median.</param>
/// <param name="TerminatedP99">The 99th percentile.</param>
/// <param name="ReadyColdP50">Until the host's program gets the event NodeReady of the next incarnation, started afresh: the median.</param>
/// <param name="ReadyStandbyP50">The same with a warm standby; null.</param>
/// <param name="Kills">How many kills that is.</param>
/// <param name="NodeResidentMegabytes">Resident memory of the node when it was killed: the median, in MB (2^20 bytes).</param>
public sealed record CrashFigures(
    [property: JsonPropertyName("node_down_p50_ms")] double NodeDownP50,
    [property: JsonPropertyName("node_down_p99_ms")] double NodeDownP99,
    [property: JsonPropertyName("terminated_p50_ms")] double TerminatedP50,
    [property: JsonPropertyName("terminated_p99_ms")] double TerminatedP99,
    [property: JsonPropertyName("ready_cold_p50_ms")] double ReadyColdP50,
    [property: JsonPropertyName("ready_standby_p50_ms")] double? ReadyStandbyP50,
    int Kills,
    [property: JsonPropertyName("node_rss_mb")] double NodeResidentMegabytes)
{
    /// <summary>The figures of some kills.</summary>
    /// <param name="nodeDown">From each kill to NodeDown, in milliseconds; at least one.</param>
    /// <param name="terminated">From each kill to Terminated, in milliseconds; at least one.</param>
    /// <param name="ready">From each kill to the next NodeReady, in milliseconds; at least one.</param>
    /// <param name="residentBytes">Resident memory of each node that was killed.</param>
    internal static CrashFigures Of(
        IReadOnlyCollection<double> nodeDown, IReadOnlyCollection<double> terminated, IReadOnlyCollection<double> ready, IReadOnlyCollection<double> residentBytes) => new(
        Math.Round(Samples.Percentile(nodeDown, 0.5), 2),
        Math.Round(Samples.Percentile(nodeDown, 0.99), 2),
        Math.Round(Samples.Percentile(terminated, 0.5), 2),
        Math.Round(Samples.Percentile(terminated, 0.99), 2),
        Math.Round(Samples.Percentile(ready, 0.5), 1),
        null,
        nodeDown.Count,
        Math.Round(Samples.Median(residentBytes) / (1 << 20), 1));
}
