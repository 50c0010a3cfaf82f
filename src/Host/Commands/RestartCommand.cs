using System.CommandLine;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc restart</c>: restarts nodes, uncounted; <c>wait</c> says when they are ready.</summary>
internal static class RestartCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var host = CommonOptions.Host();
        var nodes = CommonOptions.Nodes("The nodes, children or supervisors to restart; what was stopped is started.", ArgumentArity.OneOrMore, host);
        var command = new Command("restart", "Restarts nodes, without counting it as a restart; returns when that has begun.") { nodes, host };
        command.SetAction((parsed, cancellation) => RunningHost.AskAsync(
            parsed.GetValue(host),
            ControlRequest.Of(ControlRequest.Restart, parsed.GetRequiredValue(nodes)),
            (_, _) => Console.Error.WriteLine($"restarting {string.Join(' ', parsed.GetRequiredValue(nodes))}"),
            cancellation));
        return command;
    }
}
