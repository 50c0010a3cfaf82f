using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using ActorIpc.Benchmarking;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Host.Rendering;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc bench</c>: measures the ways between two processes of this machine, and what a crash costs.</summary>
internal static class BenchCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var defaults = new BenchmarkOptions();
        var paths = new Option<string[]>("--paths")
        {
            Description = $"What to measure: {string.Join(',', BenchmarkOptions.AllPaths)}. Ratios are against tcp, for ring and channel against uds-json.",
            HelpName = "a,b",
            CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
            DefaultValueFactory = _ => [.. defaults.Paths],
        };
        var crash = new Option<bool>("--crash") { Description = "Also kill a node again and again: how fast the host notices, how fast the next life is ready." };
        var kills = new Option<int>("--kills") { Description = "How many kills are counted, as far as the time admits.", HelpName = "n", DefaultValueFactory = _ => defaults.Kills };
        var mesh = new Option<bool>("--mesh") { Description = "Also nodes that all have lanes to each other: what they carry, and what that takes." };
        var nodes = new Option<int[]>("--nodes")
        {
            Description = "How many nodes each mesh has.",
            HelpName = "n,m",
            CustomParser = Sizes,
            DefaultValueFactory = _ => [.. defaults.MeshNodes],
        };
        var seconds = new Option<double>("--seconds") { Description = "How long the whole run may take.", HelpName = "n", DefaultValueFactory = _ => defaults.Length.TotalSeconds };
        var explain = new Option<bool>("--explain") { Description = "Print what every number means; measure nothing." };
        var format = CommonOptions.Format();
        var command = new Command("bench", "Measures the ways between two processes on this machine.") { paths, crash, kills, mesh, nodes, seconds, explain, format };
        command.SetAction(parsed =>
        {
            var options = new BenchmarkOptions
            {
                Paths = parsed.GetRequiredValue(paths),
                Crash = parsed.GetValue(crash),
                Kills = parsed.GetValue(kills),
                Mesh = parsed.GetValue(mesh),
                MeshNodes = parsed.GetRequiredValue(nodes),
                Length = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(seconds), 0, TimeSpan.FromDays(1).TotalSeconds)),
            };
            return parsed.GetValue(explain) ? Task.FromResult(Explain(options)) : RunAsync(options, parsed.GetValue(format) == CommonOptions.OutputFormat.Json);
        });
        return command;
    }

    /// <summary>Makes the hidden command that is the other process of a run.</summary>
    public static Command CreatePeer()
    {
        var command = new Command(PeerProgram.Command) { Hidden = true };
        command.SetAction(_ => PeerProgram.Run());
        return command;
    }

    private static int[] Sizes(ArgumentResult result)
    {
        var sizes = new List<int>();
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (int.TryParse(text, CultureInfo.InvariantCulture, out var size))
                sizes.Add(size);
            else
                result.AddError($"a mesh has a number of nodes: nodes={text}");
        }
        return [.. sizes];
    }

    private static int Explain(BenchmarkOptions options)
    {
        Console.Out.Write(BenchmarkExplanation.Text(options.Paths, options.Crash, options.Mesh));
        return ExitCodes.Ok;
    }

    private static async Task<int> RunAsync(BenchmarkOptions options, bool json)
    {
        if (options.Validate() is { Count: > 0 } errors)
        {
            foreach (var error in errors)
                await Console.Error.WriteLineAsync(error);
            return ExitCodes.Usage;
        }
        using var stop = new CancellationTokenSource();
        var exitCode = ExitCodes.Ok;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCodes.Interrupted));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCodes.Terminated));
        try
        {
            var report = await BenchmarkScreen.ShowAsync(Terminal.Error, progress => BenchmarkRun.RunAsync(options, progress, stop.Token));
            if (report.Crash is { } crash && Math.Min(crash.Kills, crash.StandbyKills) < options.Kills)
                await Console.Error.WriteLineAsync($"the time did not admit all kills: kills={options.Kills} cold={crash.Kills} standby={crash.StandbyKills} seconds={options.Length.TotalSeconds:0.###}");
            if (json)
                Console.Out.WriteLine(report.ToJson());
            else
                BenchmarkTable.Write(report, Terminal.Output);
            return ExitCodes.Ok;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Whatever broke, it is being ended: a terminal's Ctrl+C goes to the peer and the nodes as well.
            return exitCode;
        }
        catch (BenchmarkException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Failed;
        }

        void Stop(PosixSignalContext context, int code)
        {
            context.Cancel = true;
            exitCode = code;
            stop.Cancel();
        }
    }
}
