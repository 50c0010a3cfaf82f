using System.CommandLine;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc stop</c>: stops nodes, or the whole tree and its host.</summary>
internal static class StopCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var nodes = new Argument<string[]>("node") { Description = "The nodes to stop; none stops the whole tree and its host.", Arity = ArgumentArity.ZeroOrMore };
        var host = CommonOptions.Host();
        var timeout = CommonOptions.Duration("How long nodes may take before they are killed; the child specs' own shutdown time when not given.", "--timeout", "-t");
        var kill = new Option<bool>("--kill") { Description = "Kill at once instead of asking." };
        var command = new Command("stop", "Stops nodes in reverse order, or the whole tree and its host.") { nodes, host, timeout, kill };
        command.SetAction((parsed, cancellation) => RunningHost.AskAsync(
            parsed.GetValue(host),
            new ControlRequest(
                ControlRequest.CurrentVersion, ControlRequest.Stop, parsed.GetValue(nodes) ?? [], parsed.GetValue(timeout)?.TotalSeconds, parsed.GetValue(kill)),
            (name, _) =>
            {
                var stopped = parsed.GetValue(nodes) is { Length: > 0 } given ? string.Join(' ', given) : name;
                Console.Error.WriteLine($"stopped {stopped}");
                return ExitCodes.Ok;
            },
            cancellation));
        return command;
    }
}
