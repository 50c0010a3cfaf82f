using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Reports;

/// <summary>
/// What one path is to another in the same run. Absolute figures differ from machine to machine and from hour to hour; these differ less.
/// </summary>
internal static class BenchmarkRatios
{
    private static readonly (string Name, string Figure, int Pairs, Func<BenchmarkRow, double?> Value)[] AgainstTcp =
    [
        ("throughput_1_pair", Figures.Throughput, 1, row => row.MessagesPerSecond),
        ("throughput_10_pairs", Figures.Throughput, 10, row => row.MessagesPerSecond),
        ("cpu_per_msg", Figures.Throughput, 10, row => row.ProcessorPerMessage),
        ("deployed_1_pair", Figures.ThroughputDeployed, 1, row => row.MessagesPerSecond),
        ("deployed_10_pairs", Figures.ThroughputDeployed, 10, row => row.MessagesPerSecond),
        ("ask_p50", Figures.Ask, 1, row => row.P50),
        ("ask_p99", Figures.Ask, 1, row => row.P99),
        ("large_64k", Figures.Large, 1, row => row.BytesPerSecond),
    ];

    private static readonly (string Name, string Figure, string PlainFigure, Func<BenchmarkRow, double?> Value)[] AgainstPlain =
    [
        ("one_way_64b", Figures.OneWay, Figures.OneWay, row => row.MessagesPerSecond),
        ("one_way_64b_batch_64", Figures.OneWayBatch, Figures.OneWay, row => row.MessagesPerSecond),
        ("round_trip_p50", Figures.RoundTrip, Figures.RoundTrip, row => row.P50),
    ];

    /// <summary>The ratios of a run, by path; a path without the rows to compare has none.</summary>
    /// <param name="rows">All rows of the run.</param>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Of(IReadOnlyList<BenchmarkRow> rows)
    {
        var ratios = new Dictionary<string, IReadOnlyDictionary<string, double>>();
        foreach (var path in rows.Select(row => row.Path).Distinct())
        {
            var ofPath = new Dictionary<string, double>();
            if (path != TcpPath.PathName)
            {
                foreach (var (name, figure, pairs, value) in AgainstTcp)
                    Add(ofPath, name, value, Find(rows, path, figure, pairs), Find(rows, TcpPath.PathName, figure, pairs));
            }
            if (path != UdsJsonPath.PathName)
            {
                foreach (var (name, figure, plainFigure, value) in AgainstPlain)
                    Add(ofPath, name, value, Find(rows, path, figure, 1), FindPlain(rows, path, plainFigure));
            }
            if (ofPath.Count > 0)
                ratios[path] = ofPath;
        }
        return ratios;
    }

    /// <summary>The first row of a figure: of payloads the string, of large messages those of 64 KiB, of a channel's items those of MemoryPack and, which is the first, 64 bytes.</summary>
    private static BenchmarkRow? Find(IReadOnlyList<BenchmarkRow> rows, string path, string figure, int pairs) =>
        rows.FirstOrDefault(row => row.Path == path && row.Figure == figure && row.Pairs == pairs
            && (row.Figure != Figures.Throughput || row.Payload == "string") && (row.Figure != Figures.Large || row.Size == 64 * 1024)
            && (row.Path != ChannelPath.PathName || row.Payload == "memorypack"));

    /// <summary>The row of uds-json that carries the same: for a channel the very item, for anything else as many bytes.</summary>
    private static BenchmarkRow? FindPlain(IReadOnlyList<BenchmarkRow> rows, string path, string figure) =>
        rows.FirstOrDefault(row => row.Path == UdsJsonPath.PathName && row.Figure == figure
            && (row.Figure != Figures.OneWay || row.Payload == UdsJsonPath.RecordPayload == (path == ChannelPath.PathName)));

    private static void Add(Dictionary<string, double> ratios, string name, Func<BenchmarkRow, double?> value, BenchmarkRow? row, BenchmarkRow? other)
    {
        if (row is not null && other is not null && value(row) is { } own && value(other) is { } others and > 0)
            ratios[name] = Samples.Significant(own / others, 4);
    }
}
