using System.CommandLine;
using ActorIpc.Host.Rendering;
using ActorIpc.Hosting.Topologies;

namespace ActorIpc.Host.Commands;

/// <summary><c>actoripc check</c>: validates a topology and prints what would run; starts nothing.</summary>
internal static class CheckCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var topology = CommonOptions.Topology();
        var set = CommonOptions.Set();
        var format = CommonOptions.Format();
        var command = new Command("check", "Validates a topology, prints what would run, starts nothing.") { topology, set, format };
        command.SetAction(parsed => Check(
            parsed.GetRequiredValue(topology), parsed.GetValue(set) ?? [], parsed.GetValue(format) == CommonOptions.OutputFormat.Json));
        return command;
    }

    private static int Check(FileInfo file, IReadOnlyList<Setting> settings, bool json)
    {
        try
        {
            var topology = TopologyLoader.Load(file.FullName, settings, Environment.CurrentDirectory);
            if (json)
                Console.Out.WriteLine(TopologyJson.Of(topology, []));
            else
                TopologyTree.Write(topology, Terminal.Output);
            return ExitCodes.Ok;
        }
        catch (TopologyException e)
        {
            if (json)
                Console.Out.WriteLine(TopologyJson.Of(null, e.Problems));
            Problems.Write(file, e);
            return ExitCodes.Usage;
        }
    }
}
