using System.CommandLine;
using System.Text.Json;
using ActorIpc.Host.Rendering;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc logs</c>: what nodes have written, each line whole and with its node and life before it.</summary>
internal static class LogsCommand
{
    private const int DefaultLines = 100;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var host = CommonOptions.Host();
        var nodes = CommonOptions.Nodes("The nodes, children or supervisors whose output to show, merged; none shows all.", ArgumentArity.ZeroOrMore, host);
        var follow = CommonOptions.Follow();
        var lines = CommonOptions.Lines($"How many of the latest lines to show; {DefaultLines} when not given.");
        var previous = new Option<bool>("--previous", "-p") { Description = "The output of the life before each node's latest." };
        var format = CommonOptions.LineFormat();
        var command = new Command("logs", "Shows what nodes have written.") { nodes, follow, lines, previous, format, host };
        command.Validators.Add(result =>
        {
            if (result.GetValue(follow) && result.GetValue(previous))
                result.AddError("a life that is over writes no more: --follow and --previous exclude each other");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var jsonl = parsed.GetValue(format) == CommonOptions.FormatOfLines.Jsonl;
            return RunningHost.AskAsync(
                parsed.GetValue(host),
                ControlRequest.Of(ControlRequest.Logs, parsed.GetValue(nodes) ?? []) with
                {
                    Follow = parsed.GetValue(follow),
                    Lines = parsed.GetValue(lines) ?? DefaultLines,
                    Previous = parsed.GetValue(previous),
                },
                (_, _) => { },
                cancellation,
                part => Show(part, jsonl));
        });
        return command;
    }

    private static void Show(ControlReply part, bool jsonl)
    {
        if (part.Log is not { } line)
            Console.Error.WriteLine(EventText.Of(part.Event!)); // The news that lines were too many to show.
        else if (jsonl)
            Console.Out.WriteLine(JsonSerializer.Serialize(line, ControlJson.Default.LogLine));
        else
            Console.Out.WriteLine(EventText.Of(line));
    }
}
