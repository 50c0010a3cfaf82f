using System.Globalization;
using ActorIpc.Hosting.Standbys;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Links.Deaths;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Processes;

/// <summary>Turns a child spec into a process with a launch line. A start asks what is so when it is its turn, on a thread of the pool: what it reads is immutable, or safe from any thread.</summary>
/// <param name="launcher">Starts processes.</param>
/// <param name="queue">Says when.</param>
/// <param name="topology">What the host runs at first.</param>
/// <param name="hostAddress">The address of the host's actor system.</param>
/// <param name="onLine">Takes each line of output; called on the processes' own threads.</param>
internal sealed class NodeStarter(IProcessLauncher launcher, StartQueue queue, Topology topology, string hostAddress, Action<NodeRun, string, bool> onLine)
{
    private volatile Topology _topology = topology;

    /// <summary>The addresses that nodes had; the ports of the next ones are others.</summary>
    public UsedAddresses Addresses { get; } = new();

    /// <summary>What the host runs now: the configuration of what is started from now on.</summary>
    public Topology Topology { get => _topology; set => _topology = value; }

    /// <summary>Starts one life of a node.</summary>
    /// <param name="run">The life.</param>
    /// <exception cref="ProcessStartException">The executable cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The life was not wanted any more before there was a process.</exception>
    public Task<INodeProcess> StartAsync(NodeRun run) => queue.StartAsync(
        () => StartAsync(run.Label, run.Spec, run.Cookie, (line, isError) => onLine(run, line, isError)), run.Presented, run.Unwanted);

    /// <summary>Starts a standby: the same process with the same launch line, which has no name in it.</summary>
    /// <param name="standby">The standby.</param>
    /// <exception cref="ProcessStartException">The executable cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The standby was not wanted any more before there was a process.</exception>
    public Task<INodeProcess> StartAsync(StandbyRun standby) => queue.StartAsync(
        () => StartAsync(standby.Label, standby.Spec, standby.Cookie, (line, isError) => standby.OnLine(line, isError, onLine)), standby.Presented, standby.Unwanted);

    /// <summary>From now on, and beginning with what a standby has written already, its output is a life's.</summary>
    /// <param name="standby">The standby, which has a life.</param>
    public void HandOver(StandbyRun standby) => standby.Begin(onLine);

    private async Task<INodeProcess> StartAsync(string label, ChildSpec spec, string cookie, Action<string, bool> onOutput)
    {
        var mark = DeathMark.TryTake();
        try
        {
            var launch = new Launch(
                ControlProtocol.Version,
                cookie,
                Environment.ProcessId,
                hostAddress,
                Topology.Name,
                Topology.HoconOf(spec),
                Topology.LaunchOf(spec),
                Addresses.Ports,
                mark is null ? null : new DeathMarkPlace(mark.Path, mark.Index));
            return await launcher.StartAsync(new ProcessStart(
                label,
                Topology.ResolveExecutable(spec.Executable),
                spec.Arguments,
                EnvironmentOf(spec),
                spec.WorkingDirectory ?? Environment.CurrentDirectory,
                launch.ToLine(),
                mark,
                onOutput)).ConfigureAwait(false);
        }
        catch
        {
            mark?.Dispose();
            throw;
        }
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
