using System.CommandLine;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc restart</c>: restarts nodes, uncounted, all at once or one after the other; <c>wait</c> says when they are ready.</summary>
internal static class RestartCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var host = CommonOptions.Host();
        var nodes = CommonOptions.Nodes("The nodes, children or supervisors to restart; what was stopped is started.", ArgumentArity.OneOrMore, host);
        var rolling = new Option<bool>("--rolling") { Description = "One node after the other, each when all of them are ready; returns when the last one is." };
        var timeout = CommonOptions.Duration("With --rolling: how long each node may take (60s); then the roll ends and says where it stands.", "--timeout");
        var command = new Command("restart", "Restarts nodes, without counting it as a restart; returns when that has begun.") { nodes, rolling, timeout, host };
        command.Validators.Add(result =>
        {
            if (result.GetValue(timeout) is not null && !result.GetValue(rolling))
                result.AddError("--timeout goes with --rolling: without it a restart does not wait");
        });
        command.SetAction((parsed, cancellation) => RunningHost.AskAsync(
            parsed.GetValue(host),
            ControlRequest.Of(ControlRequest.Restart, parsed.GetRequiredValue(nodes)) with
            {
                Rolling = parsed.GetValue(rolling),
                TimeoutSeconds = parsed.GetValue(timeout)?.TotalSeconds,
            },
            (_, _) => Console.Error.WriteLine(parsed.GetValue(rolling) ? "all are ready" : $"restarting {string.Join(' ', parsed.GetRequiredValue(nodes))}"),
            cancellation,
            part => Console.Error.WriteLine(part.Progress)));
        return command;
    }
}
