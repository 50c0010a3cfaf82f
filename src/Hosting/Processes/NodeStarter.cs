using System.Globalization;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Processes;

/// <summary>Turns a child spec into a process with a launch line.</summary>
/// <param name="launcher">Starts processes.</param>
/// <param name="topology">What the host runs.</param>
/// <param name="hostAddress">The address of the host's actor system.</param>
/// <param name="onLine">Takes each line of output; called on the processes' own threads.</param>
internal sealed class NodeStarter(IProcessLauncher launcher, Topology topology, string hostAddress, Action<NodeRun, string, bool> onLine)
{
    /// <summary>Starts one life of a node.</summary>
    /// <param name="run">The life.</param>
    /// <exception cref="ProcessStartException">The executable cannot be started.</exception>
    public Task<INodeProcess> StartAsync(NodeRun run)
    {
        var launch = new Launch(
            ControlProtocol.Version, run.Cookie, Environment.ProcessId, hostAddress, topology.Name, topology.HoconOf(run.Spec));
        return launcher.StartAsync(new ProcessStart(
            run.Label,
            topology.ResolveExecutable(run.Spec.Executable),
            run.Spec.Arguments,
            EnvironmentOf(run.Spec),
            run.Spec.WorkingDirectory ?? Environment.CurrentDirectory,
            launch.ToLine(),
            (line, isError) => onLine(run, line, isError)));
    }

    private static Dictionary<string, string> EnvironmentOf(ChildSpec spec)
    {
        var environment = new Dictionary<string, string>(spec.Environment, StringComparer.Ordinal);
        // The garbage collector then works harder before it gives up; what it does not see, the host's look at resident memory does.
        if (spec.MemoryCeiling is { } ceiling)
            environment.TryAdd("DOTNET_GCHeapHardLimit", "0x" + ceiling.ToString("x", CultureInfo.InvariantCulture));
        return environment;
    }
}
