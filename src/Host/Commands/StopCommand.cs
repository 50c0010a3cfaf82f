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
            async (name, _) =>
            {
                var given = parsed.GetValue(nodes) ?? [];
                if (given.Length == 0)
                    await ControlClient.AwaitEndAsync(name, cancellation); // The next `up` must find the name free.
                await Console.Error.WriteLineAsync($"stopped {(given.Length > 0 ? string.Join(' ', given) : name)}");
            },
            cancellation,
            part => Console.Error.WriteLine($"waiting for {string.Join(", ", part.Waiting ?? [])}")));
        return command;
    }
}
