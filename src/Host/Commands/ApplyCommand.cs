using System.CommandLine;
using System.Text.Json;
using ActorIpc.Host.Rendering;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc apply</c>: brings a running host to a changed topology, and shows what that changes first.</summary>
internal static class ApplyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var topology = CommonOptions.Topology();
        var set = CommonOptions.Set();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be changed; change nothing." };
        var format = CommonOptions.Format();
        var host = CommonOptions.Host();
        var command = new Command("apply", "Brings a running host to a changed topology: what is not changed goes on; returns when that has begun.")
        {
            topology, set, dryRun, format, host,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var json = parsed.GetValue(format) == CommonOptions.OutputFormat.Json;
            return RunningHost.AskAsync(
                parsed.GetValue(host),
                ControlRequest.Of(ControlRequest.Apply) with
                {
                    Topology = parsed.GetRequiredValue(topology).FullName,
                    Settings = [.. (parsed.GetValue(set) ?? []).Select(setting => $"{setting.Key}={setting.Value}")],
                    Directory = Environment.CurrentDirectory,
                    DryRun = parsed.GetValue(dryRun),
                },
                (_, _) => { },
                cancellation,
                part => Show(part.Changes ?? [], json));
        });
        return command;
    }

    private static void Show(IReadOnlyList<ChangeLine> changes, bool json)
    {
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(new ChangeList(changes), ControlJson.Default.ChangeList));
        else if (changes.Count == 0)
            Console.Out.WriteLine("nothing is different");
        foreach (var change in json ? [] : changes)
            Console.Out.WriteLine(ChangeText.Of(change));
    }
}
