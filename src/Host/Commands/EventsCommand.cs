using System.CommandLine;
using System.Text.Json;
using ActorIpc.Host.Rendering;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc events</c>: what has happened to nodes, and what happens.</summary>
internal static class EventsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var host = CommonOptions.Host();
        var nodes = CommonOptions.Nodes("The nodes, children or supervisors whose events to show; none shows all.", ArgumentArity.ZeroOrMore, host);
        var follow = CommonOptions.Follow();
        var lines = CommonOptions.Lines("How many of the latest events to show; all that the host has kept (4096) when not given.");
        var format = CommonOptions.LineFormat();
        var command = new Command("events", "Shows what has happened to nodes: starts, ends, restarts, hangs.") { nodes, follow, lines, format, host };
        command.SetAction((parsed, cancellation) => RunningHost.AskAsync(
            parsed.GetValue(host),
            ControlRequest.Of(ControlRequest.Events, parsed.GetValue(nodes) ?? []) with { Follow = parsed.GetValue(follow), Lines = parsed.GetValue(lines) },
            (_, _) => { },
            cancellation,
            part => Console.Out.WriteLine(parsed.GetValue(format) == CommonOptions.FormatOfLines.Jsonl
                ? JsonSerializer.Serialize(part.Event, ControlJson.Default.EventLine)
                : EventText.WithTime(part.Event!))));
        return command;
    }
}
