using System.Text.Json;
using ActorIpc.Benchmarking;
using ActorIpc.Benchmarking.Crashes;
using ActorIpc.Benchmarking.Meshes;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Tests.Benchmarking.Reports;

/// <summary>The report: its numbers and its JSON.</summary>
public sealed class BenchmarkReportTests
{
    [Fact]
    public void Row_OfRounds_HasTheirMedians()
    {
        var rounds = new[] { Round(100, 30), Round(300, 10), Round(200, 20) };
        var row = BenchmarkRow.Of(new RowKey("tcp", Figures.Ask, "string", 16, 1, 1), rounds);
        Assert.Equal((200, 20, null), (row.MessagesPerSecond, row.P50, row.BytesPerSecond));
    }

    [Fact]
    public void Ratios_OfARun_ComparePathsOfTheSameFigure()
    {
        var ratios = BenchmarkRatios.Of(
        [
            Row("tcp", Figures.Throughput, "string", 1, 1000, cpu: 10),
            Row("tcp", Figures.Throughput, "hyperion", 1, 1, cpu: 1),
            Row("tcp", Figures.Throughput, "string", 10, 2000, cpu: 8),
            Row("tcp", Figures.ThroughputDeployed, "string", 1, 500),
            Row("tcp", Figures.ThroughputDeployed, "string", 10, 800),
            Row("tcp", Figures.Ask, "string", 1, 5000, p50: 200, p99: 400),
            Row("tcp", Figures.Large, "bytes", 1, 10, size: 1024 * 1024, bytes: 1),
            Row("tcp", Figures.Large, "bytes", 1, 10, size: 64 * 1024, bytes: 1e6),
            Row("transport", Figures.Throughput, "string", 1, 1700, cpu: 5),
            Row("transport", Figures.Throughput, "string", 10, 3000, cpu: 4),
            Row("transport", Figures.ThroughputDeployed, "string", 1, 1000),
            Row("transport", Figures.ThroughputDeployed, "string", 10, 3200),
            Row("transport", Figures.Ask, "string", 1, 15000, p50: 50, p99: 100),
            Row("transport", Figures.Large, "bytes", 1, 10, size: 64 * 1024, bytes: 3e6),
            Row("ring", Figures.OneWay, "bytes", 1, 20e6),
            Row("ring", Figures.OneWayBatch, "bytes", 1, 40e6),
            Row("ring", Figures.RoundTrip, "bytes", 1, 1, p50: 3),
            Row("uds-json", Figures.OneWay, "json", 1, 1e6),
            Row("uds-json", Figures.OneWay, "record", 1, 0.5e6),
            Row("uds-json", Figures.RoundTrip, "bytes", 1, 1, p50: 30),
            Row("channel", Figures.OneWay, "unmanaged", 1, 30e6),
            Row("channel", Figures.OneWay, "memorypack", 1, 6e6),
        ]);
        Assert.Equal(["channel", "ring", "transport"], ratios.Keys.Order());
        Assert.Equal(new Dictionary<string, double> { ["one_way_64b"] = 12 }, ratios["channel"]); // to the same item as JSON
        Assert.Equal(
            new Dictionary<string, double>
            {
                ["throughput_1_pair"] = 1.7,
                ["throughput_10_pairs"] = 1.5,
                ["cpu_per_msg"] = 0.5,
                ["deployed_1_pair"] = 2,
                ["deployed_10_pairs"] = 4,
                ["ask_p50"] = 0.25,
                ["ask_p99"] = 0.25,
                ["large_64k"] = 3,
            },
            ratios["transport"]);
        Assert.Equal(new Dictionary<string, double> { ["one_way_64b"] = 20, ["one_way_64b_batch_64"] = 40, ["round_trip_p50"] = 0.1 }, ratios["ring"]);
    }

    [Fact]
    public void Ratios_WithoutTcp_AreNone() => Assert.Empty(BenchmarkRatios.Of([Row("transport", Figures.Throughput, "string", 1, 1700)]));

    [Fact]
    public void Json_OfAReport_HasTheDocumentedShape()
    {
        var rows = new[] { Row("tcp", Figures.Throughput, "string", 1, 1000), Row("in-process", Figures.Throughput, "string", 1, 9000) };
        var (cold, warm) = (new CrashSamples(), new CrashSamples());
        foreach (var kill in new[] { 3, 1, 2 })
            cold.Add(TimeSpan.FromMilliseconds(kill), TimeSpan.FromMilliseconds(4 + kill), TimeSpan.FromMilliseconds(400 + kill), 80 << 20);
        warm.Add(TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(12), 80 << 20);
        var crash = CrashFigures.Of(cold, warm);
        using var json = JsonDocument.Parse(new BenchmarkReport(rows, BenchmarkRatios.Of(rows), crash, [MeshOfTwo()], 3, BenchmarkMachine.Here()).ToJson());
        Assert.Equal(["rows", "ratios", "crash", "mesh", "rounds", "machine"], Names(json.RootElement));
        Assert.Equal(
            [
                "path", "figure", "payload", "size", "pairs", "window", "msgs_per_s", "bytes_per_s", "p50_us", "p99_us", "p999_us", "cpu_us_per_msg",
                "alloc_bytes_per_msg",
            ],
            Names(json.RootElement.GetProperty("rows")[0]));
        Assert.Equal(9, json.RootElement.GetProperty("ratios").GetProperty("in-process").GetProperty("throughput_1_pair").GetDouble());
        Assert.Equal(
            [
                "node_down_p50_ms", "node_down_p99_ms", "terminated_p50_ms", "terminated_p99_ms", "ready_cold_p50_ms", "ready_cold_p99_ms", "ready_standby_p50_ms",
                "ready_standby_p99_ms", "kills", "standby_kills", "node_rss_mb",
            ],
            Names(json.RootElement.GetProperty("crash")));
        Assert.Equal(
            (2, 3, 6, 12, 402, 3),
            (
                json.RootElement.GetProperty("crash").GetProperty("node_down_p50_ms").GetDouble(),
                json.RootElement.GetProperty("crash").GetProperty("node_down_p99_ms").GetDouble(),
                json.RootElement.GetProperty("crash").GetProperty("terminated_p50_ms").GetDouble(),
                json.RootElement.GetProperty("crash").GetProperty("ready_standby_p50_ms").GetDouble(),
                json.RootElement.GetProperty("crash").GetProperty("ready_cold_p50_ms").GetDouble(),
                json.RootElement.GetProperty("crash").GetProperty("kills").GetInt32()));
        Assert.Equal(
            ["nodes", "lanes", "msgs_per_s", "msgs_per_cpu_s", "threads", "reserved_mb", "rss_mb"], Names(json.RootElement.GetProperty("mesh")[0]));
        Assert.Equal(Environment.ProcessorCount, json.RootElement.GetProperty("machine").GetProperty("processors").GetInt32());
    }

    /// <summary>Two nodes, looked at three times, not at the same moments: the stretches carry 300 and 500 messages a second, 3000 and 3333 for each second of processor time.</summary>
    [Fact]
    public void Mesh_OfLooks_HasSumsOverNodesAndMediansOverStretches() =>
        Assert.Equal(new MeshFigures(2, 2, 400, 3167, 21, 6, 80), MeshOfTwo());

    [Fact]
    public void Mesh_ThatCarriesNothing_IsAnError() =>
        Assert.Throws<BenchmarkException>(() => MeshFigures.Of([[Look(5, 0, 0)], [Look(5, 1, 1)]]));

    private static MeshFigures MeshOfTwo() => MeshFigures.Of(
    [
        [Look(0, 10, 1), Look(0, 20, 1)],
        [Look(200, 12, 1.1), Look(400, 22, 1.1, threads: 21)],
        [Look(600, 14, 1.2), Look(1000, 24, 1.3)],
    ]);

    private static MeshLook Look(long messages, double seconds, double processorSeconds, int threads = 20) =>
        new(messages, seconds * 1e6, processorSeconds * 1e6, 1, threads, 80 << 20, 3 << 20);

    private static RoundFigures Round(double rate, double p50) => new()
    {
        MessagesPerSecond = rate,
        P50Microseconds = p50,
        ProcessorMicrosecondsPerMessage = 1,
        AllocatedBytesPerMessage = 1,
    };

    private static BenchmarkRow Row(
        string path, string figure, string payload, int pairs, double rate, int size = 16, double cpu = 1, double? bytes = null, double? p50 = null, double? p99 = null) =>
        new(path, figure, payload, size, pairs, 50, rate, bytes, p50, p99, null, cpu, 1);

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
}
