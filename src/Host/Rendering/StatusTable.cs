using System.Globalization;
using ActorIpc.Hosting.Statuses;
using Spectre.Console;

namespace ActorIpc.Host.Rendering;

/// <summary>Writes a host and its nodes as a table, the nodes as a tree below their supervisors.</summary>
internal static class StatusTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="host">What is so.</param>
    /// <param name="console">Where to.</param>
    public static void Write(HostStatus host, IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true, UseSafeBorder = true };
        foreach (var column in new[] { "NODE", "STATE", "INC", "PID", "PULSE", "UP", "RESTARTS", "CPU", "RSS", "LINK", "IN/s", "OUT/s", "OVERFLOW", "NOTE" })
            table.AddColumn(new TableColumn(column).NoWrap().Padding(0, 0, 2, 0));
        var up = DateTimeOffset.UtcNow - host.StartedAt;
        table.AddRow(Cells(host.Name, host.State, "-", Text(host.Pid), "-", Quantity.Duration(up), "-", Percent(host.CpuPercent),
            Quantity.Bytes(host.ResidentBytes), "-", "-", "-", "-", Waiting(host)));
        var shown = new HashSet<string>(host.Supervisors.Take(1).Select(root => root.Name), StringComparer.Ordinal);
        for (var i = 0; i < host.Nodes.Count; i++)
        {
            var node = host.Nodes[i];
            foreach (var supervisor in host.Supervisors.Where(supervisor => node.Supervisor.Contains(supervisor.Name) && shown.Add(supervisor.Name)))
                table.AddRow(Cells(supervisor));
            var indent = string.Concat(Enumerable.Repeat("|  ", Math.Max(0, node.Supervisor.Count - 1)));
            var branch = i == host.Nodes.Count - 1 ? "`- " : "|- ";
            table.AddRow(Cells(
                indent + branch + node.Name,
                node.State.ToString().ToLowerInvariant(),
                Text(node.Incarnation),
                Text(node.Pid),
                node.PulseSeconds is { } pulse ? string.Create(CultureInfo.InvariantCulture, $"{pulse:0.0}s") : "-",
                Quantity.Duration(Seconds(node.UpSeconds)),
                string.Create(CultureInfo.InvariantCulture, $"{node.Restarts} of {node.Intensity} in {node.PeriodSeconds:0.#}s"),
                Percent(node.CpuPercent),
                Quantity.Bytes(node.ResidentBytes),
                node.Lanes is { } lanes && lanes.OpenOut + lanes.OpenIn > 0 ? "lane" : node.Link ?? "-",
                Rate(node.InPerSecond),
                Rate(node.OutPerSecond),
                node.Lanes?.Overflowed.ToString(CultureInfo.InvariantCulture) ?? "-",
                Note(node)));
            // A child's standbys come after the last of its nodes.
            if (i == host.Nodes.Count - 1 || host.Nodes[i + 1].Spec != node.Spec)
            {
                foreach (var standby in host.Standbys.Where(standby => standby.Child == node.Spec))
                    table.AddRow(Cells(standby, indent + branch));
            }
        }
        console.Write(table);
        foreach (var progress in host.Progress)
            console.WriteLine(ProgressText.Of(progress.Done, progress.Total, progress.Unit, progress.Note));
    }

    private static Text[] Cells(StandbyStatus standby, string indent) => Cells(
        string.Create(CultureInfo.InvariantCulture, $"{indent}{standby.Child} standby {standby.Number}"),
        standby.State,
        "-",
        Text(standby.Pid),
        standby.PulseSeconds is { } pulse ? string.Create(CultureInfo.InvariantCulture, $"{pulse:0.0}s") : "-",
        Quantity.Duration(Seconds(standby.UpSeconds)),
        "-",
        Percent(standby.CpuPercent),
        Quantity.Bytes(standby.ResidentBytes));

    private static Text[] Cells(SupervisorStatus supervisor) => Cells(
        $"{string.Concat(Enumerable.Repeat("|  ", supervisor.Supervisor.Count - 1))}|- {supervisor.Name}",
        supervisor.State.ToString().ToLowerInvariant(),
        "-",
        "-",
        "-",
        "-",
        string.Create(CultureInfo.InvariantCulture, $"{supervisor.Restarts} of {supervisor.Intensity} in {supervisor.PeriodSeconds:0.#}s"));

    private static string Waiting(HostStatus host) => host.WaitingFor.Count == 0 ? "" : $"waiting for {string.Join(", ", host.WaitingFor)}";

    private static string Note(NodeStatus node) => node.RetryInSeconds is { } retry
        ? string.Create(CultureInfo.InvariantCulture, $"{node.Note}{(node.Note.Length > 0 ? ", " : "")}next start in {retry:0.0} s")
        : node.Note;

    private static TimeSpan? Seconds(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    private static string Percent(double? percent) => percent is { } p ? string.Create(CultureInfo.InvariantCulture, $"{p:0.0}%") : "-";

    private static string Rate(double? rate) => rate is { } r ? string.Create(CultureInfo.InvariantCulture, $"{r:0}") : "-";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static Text[] Cells(params string[] texts) => [.. texts.Select(text => new Text(text))];
}
