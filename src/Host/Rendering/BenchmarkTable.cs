using System.Globalization;
using ActorIpc.Benchmarking.Reports;
using Spectre.Console;

namespace ActorIpc.Host.Rendering;

/// <summary>Writes what a benchmark found as tables.</summary>
internal static class BenchmarkTable
{
    /// <summary>Writes them.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="console">Where to.</param>
    public static void Write(BenchmarkReport report, IAnsiConsole console)
    {
        if (report.Rows.Count > 0)
            console.Write(Rows(report.Rows));
        foreach (var (path, ratios) in report.Ratios)
            console.WriteLine($"{path}: {string.Join("  ", ratios.Select(ratio => string.Create(CultureInfo.InvariantCulture, $"{ratio.Key} {ratio.Value:0.####}")))}");
        if (report.Crash is { } crash)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"crash: NodeDown p50 {crash.NodeDownP50:0.0#} ms, p99 {crash.NodeDownP99:0.0#} ms; Ready again p50 {crash.ReadyColdP50:0} ms; {crash.Kills} kills, node {crash.NodeResidentMegabytes:0} MB"));
        }
        console.WriteLine(
            $"{report.Machine.Processors} x {report.Machine.Processor ?? report.Machine.Architecture}, {report.Machine.Runtime}, {report.Machine.System}, medians of {report.Rounds} rounds");
    }

    private static Table Rows(IEnumerable<BenchmarkRow> rows)
    {
        var table = new Table { Border = TableBorder.None, UseSafeBorder = true };
        foreach (var column in new[] { "FIGURE", "PAYLOAD", "SIZE", "PAIRS", "WINDOW", "PATH" })
            table.AddColumn(new TableColumn(column).NoWrap().Padding(0, 0, 2, 0));
        foreach (var column in new[] { "MSG/S", "MB/S", "P50 US", "P99 US", "P99.9 US", "CPU US/MSG", "B/MSG" })
            table.AddColumn(new TableColumn(column).NoWrap().RightAligned().Padding(0, 0, 2, 0));
        foreach (var row in rows)
        {
            table.AddRow(
                new Text(row.Figure),
                new Text(row.Payload),
                new Text(Quantity.Bytes(row.Size)),
                new Text(Number(row.Pairs, "0")),
                new Text(Number(row.Window, "0")),
                new Text(row.Path),
                new Text(Number(row.MessagesPerSecond, "#,0")),
                new Text(Number(row.BytesPerSecond / 1e6, "#,0")),
                new Text(Number(row.P50, "0.0")),
                new Text(Number(row.P99, "0.0")),
                new Text(Number(row.P999, "0.0")),
                new Text(Number(row.ProcessorPerMessage, "0.00#")),
                new Text(Number(row.AllocatedPerMessage, "#,0")));
        }
        return table;
    }

    private static string Number(double? number, string format) => number?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
