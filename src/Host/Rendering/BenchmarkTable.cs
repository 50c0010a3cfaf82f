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
        foreach (var figure in report.Rows.GroupBy(row => row.Figure))
        {
            console.WriteLine(figure.First().Window is { } window and > 1 ? $"{figure.Key}, {window} under way" : figure.Key);
            console.Write(Rows([.. figure]));
            console.WriteLine();
        }
        foreach (var (path, ratios) in report.Ratios)
            console.WriteLine($"{path}: {string.Join("  ", ratios.Select(ratio => string.Create(CultureInfo.InvariantCulture, $"{ratio.Key} {ratio.Value:0.####}")))}");
        if (report.Mesh is { } mesh)
        {
            console.WriteLine("mesh");
            console.Write(Meshes(mesh));
            console.WriteLine();
        }
        if (report.Crash is { } crash)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"crash: NodeDown p50 {crash.NodeDownP50:0.0#} ms, p99 {crash.NodeDownP99:0.0#} ms; Terminated p50 {crash.TerminatedP50:0.0#} ms, p99 {crash.TerminatedP99:0.0#} ms; Ready again p50 {crash.ReadyColdP50:0} ms, with a standby {crash.ReadyStandbyP50:0.#} ms (p99 {crash.ReadyStandbyP99:0.#} ms); {crash.Kills} and {crash.StandbyKills} kills, node {crash.NodeResidentMegabytes:0} MB"));
        }
        console.WriteLine(
            $"{report.Machine.Processors} x {report.Machine.Processor ?? report.Machine.Architecture}, {report.Machine.Runtime}, {report.Machine.System}{(report.Rounds > 0 ? $", medians of {report.Rounds} rounds" : "")}");
    }

    /// <summary>The rows of one figure, with the columns that it has: narrow enough for any terminal.</summary>
    private static Table Rows(IReadOnlyList<BenchmarkRow> rows)
    {
        var columns = new List<(string Title, bool IsText, Func<BenchmarkRow, string> Cell)>
        {
            ("PATH", true, row => row.Path),
            ("PAYLOAD", true, row => row.Payload),
            ("SIZE", true, row => Quantity.Bytes(row.Size)),
        };
        if (rows.Any(row => row.Pairs > 1))
            columns.Add(("PAIRS", true, row => Number(row.Pairs, "0")));
        if (rows.Any(row => row.P50 is not null))
            columns.AddRange([("P50 us", false, row => Number(row.P50, "0.0")), ("P99 us", false, row => Number(row.P99, "0.0")), ("P99.9 us", false, row => Number(row.P999, "0.0"))]);
        else
            columns.Add(("MSG/s", false, row => Number(row.MessagesPerSecond, "#,0")));
        if (rows.Any(row => row.BytesPerSecond is not null))
            columns.Add(("MB/s", false, row => Number(row.BytesPerSecond / 1e6, "#,0")));
        columns.AddRange([("CPU us/MSG", false, row => Number(row.ProcessorPerMessage, "#,0.00")), ("B/MSG", false, row => Number(row.AllocatedPerMessage, "#,0"))]);

        var table = new Table { Border = TableBorder.None, UseSafeBorder = true };
        foreach (var (title, isText, _) in columns)
            table.AddColumn(new TableColumn(title) { Alignment = isText ? Justify.Left : Justify.Right, NoWrap = true }.Padding(isText ? 1 : 0, 0, 1, 0));
        foreach (var row in rows)
            table.AddRow([.. columns.Select(column => new Text(column.Cell(row)))]);
        return table;
    }

    private static Table Meshes(IReadOnlyList<MeshFigures> meshes)
    {
        var table = new Table { Border = TableBorder.None, UseSafeBorder = true };
        foreach (var title in new[] { "NODES", "LANES", "MSG/s", "MSG/CPU-s", "THREADS", "RESERVED MB", "RSS MB" })
            table.AddColumn(new TableColumn(title) { Alignment = Justify.Right, NoWrap = true }.Padding(1, 0, 1, 0));
        foreach (var mesh in meshes)
        {
            table.AddRow(
                [
                    .. new[]
                    {
                        Number(mesh.Nodes, "0"), Number(mesh.Lanes, "0"), Number(mesh.MessagesPerSecond, "#,0"), Number(mesh.MessagesPerProcessorSecond, "#,0"),
                        Number(mesh.Threads, "0"), Number(mesh.ReservedMegabytes, "#,0.0"), Number(mesh.ResidentMegabytes, "#,0.0"),
                    }.Select(cell => new Text(cell)),
                ]);
        }
        return table;
    }

    private static string Number(double? number, string format) => number?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
