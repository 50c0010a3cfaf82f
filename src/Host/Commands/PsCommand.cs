using System.CommandLine;
using System.Text.Json;
using ActorIpc.Host.Rendering;
using ActorIpc.Hosting.ControlSockets;
using ActorIpc.Hosting.Statuses;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc ps</c>: the nodes of a running host, once or again and again.</summary>
internal static class PsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var host = CommonOptions.Host();
        var format = CommonOptions.Format();
        var watch = new Option<bool>("--watch", "-w") { Description = "Show it again every second until the host ends; with --format json a line each time." };
        var command = new Command("ps", "Shows the nodes of a running host.") { host, format, watch };
        command.SetAction((parsed, cancellation) =>
        {
            var json = parsed.GetValue(format) == CommonOptions.OutputFormat.Json;
            var watching = parsed.GetValue(watch);
            return RunningHost.AskAsync(
                parsed.GetValue(host),
                ControlRequest.Of(ControlRequest.Ps) with { Follow = watching },
                (_, reply) => Show(reply.Snapshot, json, again: false),
                cancellation,
                part => Show(part.Snapshot, json, again: true));
        });
        return command;
    }

    private static void Show(HostStatus? snapshot, bool json, bool again)
    {
        if (snapshot is null)
            return; // The last line of an answer that was told again and again.
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(snapshot, ControlJson.Default.HostStatus));
            return;
        }
        if (again && Terminal.Output.Profile.Capabilities.Ansi)
            Console.Out.Write("\e[H\e[J");
        StatusTable.Write(snapshot, Terminal.Output);
    }
}
