using System.CommandLine;
using System.Text.Json;
using ActorIpc.Host.Rendering;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc ps</c>: the nodes of a running host.</summary>
internal static class PsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var host = CommonOptions.Host();
        var format = CommonOptions.Format();
        var command = new Command("ps", "Shows the nodes of a running host.") { host, format };
        command.SetAction((parsed, cancellation) => RunningHost.AskAsync(
            parsed.GetValue(host),
            new ControlRequest(ControlRequest.CurrentVersion, ControlRequest.Ps, []),
            (_, reply) =>
            {
                var snapshot = reply.Snapshot!;
                if (parsed.GetValue(format) == CommonOptions.OutputFormat.Json)
                    Console.Out.WriteLine(JsonSerializer.Serialize(snapshot, ControlJson.Default.HostStatus));
                else
                    StatusTable.Write(snapshot, Terminal.Output);
                return ExitCodes.Ok;
            },
            cancellation));
        return command;
    }
}
