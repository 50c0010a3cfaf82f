using System.CommandLine;
using ActorIpc.Hosting.ControlSockets;
using ActorIpc.Hosting.Processes;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc kill</c>: sends nodes' processes a signal, to see what comes of it.</summary>
internal static class KillCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var host = CommonOptions.Host();
        var nodes = CommonOptions.Nodes("The nodes whose processes get the signal.", ArgumentArity.OneOrMore, host);
        var signal = new Option<int>("--signal", "-s")
        {
            Description = "The signal's name or number.",
            HelpName = "signal",
            DefaultValueFactory = _ => SignalNames.Kill,
            CustomParser = result =>
            {
                var given = result.Tokens is [var token] ? token.Value : "";
                if (SignalNames.Parse(given) is { } number)
                    return number;
                result.AddError($"not a signal: given={given} known={string.Join(',', SignalNames.All)} or 1 to {SignalNames.Last}");
                return 0;
            },
        };
        signal.CompletionSources.Add(_ => CommonOptions.Items(SignalNames.All));
        var command = new Command("kill", "Sends nodes' processes a signal; unlike stop this is a crash, and the supervisor treats it as one.") { nodes, signal, host };
        command.SetAction((parsed, cancellation) => RunningHost.AskAsync(
            parsed.GetValue(host),
            ControlRequest.Of(ControlRequest.Kill, parsed.GetRequiredValue(nodes)) with { Signal = parsed.GetValue(signal) },
            (_, _) => Console.Error.WriteLine($"sent {SignalNames.Of(parsed.GetValue(signal))} to {string.Join(' ', parsed.GetRequiredValue(nodes))}"),
            cancellation));
        return command;
    }
}
