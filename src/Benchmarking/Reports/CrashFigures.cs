using System.Text.Json.Serialization;
using ActorIpc.Benchmarking.Crashes;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Reports;

/// <summary>What a crash costs, in milliseconds from just before SIGKILL. There never were two live incarnations: a run that sees any ends without figures.</summary>
/// <param name="NodeDownP50">Until the host's program gets the event NodeDown: the median.</param>
/// <param name="NodeDownP99">The 99th percentile.</param>
/// <param name="TerminatedP50">Until a watcher in a third actor system gets Terminated: the median.</param>
/// <param name="TerminatedP99">The 99th percentile.</param>
/// <param name="ReadyColdP50">Until the host's program gets the event NodeReady of the next incarnation, a new process: the median.</param>
/// <param name="ReadyColdP99">The 99th percentile.</param>
/// <param name="ReadyStandbyP50">The same when a warm standby takes over: the median.</param>
/// <param name="ReadyStandbyP99">The 99th percentile.</param>
/// <param name="Kills">How many kills without a standby that is; the first four figures are of these.</param>
/// <param name="StandbyKills">How many kills with a standby.</param>
/// <param name="NodeResidentMegabytes">Resident memory of the node when it was killed: the median of all kills, in MB (2^20 bytes).</param>
public sealed record CrashFigures(
    [property: JsonPropertyName("node_down_p50_ms")] double NodeDownP50,
    [property: JsonPropertyName("node_down_p99_ms")] double NodeDownP99,
    [property: JsonPropertyName("terminated_p50_ms")] double TerminatedP50,
    [property: JsonPropertyName("terminated_p99_ms")] double TerminatedP99,
    [property: JsonPropertyName("ready_cold_p50_ms")] double ReadyColdP50,
    [property: JsonPropertyName("ready_cold_p99_ms")] double ReadyColdP99,
    [property: JsonPropertyName("ready_standby_p50_ms")] double ReadyStandbyP50,
    [property: JsonPropertyName("ready_standby_p99_ms")] double ReadyStandbyP99,
    int Kills,
    int StandbyKills,
    [property: JsonPropertyName("node_rss_mb")] double NodeResidentMegabytes)
{
    /// <summary>The figures of some kills.</summary>
    /// <param name="cold">Kills without a standby, at least one.</param>
    /// <param name="warm">Kills with one, at least one.</param>
    internal static CrashFigures Of(CrashSamples cold, CrashSamples warm) => new(
        Math.Round(Samples.Percentile(cold.NodeDown, 0.5), 2),
        Math.Round(Samples.Percentile(cold.NodeDown, 0.99), 2),
        Math.Round(Samples.Percentile(cold.Terminated, 0.5), 2),
        Math.Round(Samples.Percentile(cold.Terminated, 0.99), 2),
        Math.Round(Samples.Percentile(cold.Ready, 0.5), 1),
        Math.Round(Samples.Percentile(cold.Ready, 0.99), 1),
        Math.Round(Samples.Percentile(warm.Ready, 0.5), 1),
        Math.Round(Samples.Percentile(warm.Ready, 0.99), 1),
        cold.Count,
        warm.Count,
        Math.Round(Samples.Median([.. cold.ResidentBytes, .. warm.ResidentBytes]) / (1 << 20), 1));
}
