using System.CommandLine;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc wait</c>: returns when nodes are ready, or stopped.</summary>
internal static class WaitCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var host = CommonOptions.Host();
        var nodes = CommonOptions.Nodes("The nodes, children or supervisors to wait for.", ArgumentArity.OneOrMore, host);
        var until = new Option<string>("--for") { Description = "What to wait for: ready, or stopped (also completed or failed).", DefaultValueFactory = _ => "ready" };
        until.AcceptOnlyFromAmong("ready", "stopped");
        var timeout = CommonOptions.Duration("How long to wait before it ends with exit code 5; without limit when not given.", "--timeout", "-t");
        var command = new Command("wait", "Waits until nodes are ready, or stopped.") { nodes, until, timeout, host };
        command.SetAction((parsed, cancellation) => RunningHost.AskAsync(
            parsed.GetValue(host),
            ControlRequest.Of(ControlRequest.Wait, parsed.GetRequiredValue(nodes)) with
            {
                Until = parsed.GetValue(until),
                TimeoutSeconds = parsed.GetValue(timeout)?.TotalSeconds,
            },
            (_, _) => { },
            cancellation));
        return command;
    }
}
