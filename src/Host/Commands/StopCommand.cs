using System.CommandLine;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc stop</c>: stops nodes, or the whole tree and its host, and says for whom it waits.</summary>
internal static class StopCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var host = CommonOptions.Host();
        var nodes = CommonOptions.Nodes("The nodes to stop; none stops the whole tree and its host.", ArgumentArity.ZeroOrMore, host);
        var timeout = CommonOptions.Duration("How long it may take before what is left is killed; the child specs' own shutdown time when not given.", "--timeout", "-t");
        var kill = new Option<bool>("--kill") { Description = "Kill at once instead of asking." };
        var command = new Command("stop", "Stops nodes in reverse order, or the whole tree and its host.") { nodes, host, timeout, kill };
        command.SetAction((parsed, cancellation) => RunningHost.AskAsync(
            parsed.GetValue(host),
            ControlRequest.Of(ControlRequest.Stop, parsed.GetValue(nodes) ?? []) with
            {
                TimeoutSeconds = parsed.GetValue(timeout)?.TotalSeconds,
                KillAtOnce = parsed.GetValue(kill),
            },
            (name, _) =>
            {
                var stopped = parsed.GetValue(nodes) is { Length: > 0 } given ? string.Join(' ', given) : name;
                Console.Error.WriteLine($"stopped {stopped}");
            },
            cancellation,
            part => Console.Error.WriteLine($"waiting for {string.Join(", ", part.Waiting ?? [])}")));
        return command;
    }
}
