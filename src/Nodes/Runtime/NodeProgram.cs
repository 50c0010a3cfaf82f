using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Interop;
using ActorIpc.Nodes.Lifelines;
using Akka.Actor;

namespace ActorIpc.Nodes;

/// <summary>
/// The whole of a node's <c>Main</c>: reads the launch line, starts the actor system, shakes hands with the host, runs the user's set-up, and
/// ends the process in order when the host asks, when the host is gone, or when the node's own work is done.
/// </summary>
/// <example><code>return await NodeProgram.RunAsync(args, node => node.Serve&lt;IPricing&gt;(Props.Create&lt;PricingActor&gt;()));</code></example>
public static class NodeProgram
{
    private static readonly TimeSpan LaunchTimeout = TimeSpan.FromSeconds(10);
    private static volatile Node? _current;

    /// <summary>The node this process is; null before the host has given it its name.</summary>
    public static Node? Current => _current;

    /// <summary>Runs a node until it ends.</summary>
    /// <param name="args">The program's arguments; they are the user's, the runtime takes none.</param>
    /// <param name="setup">Starts the node's actors. When it returns the node is Ready.</param>
    /// <returns>The process's exit code, see <see cref="NodeExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] args, Action<Node> setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return RunAsync(args, node =>
        {
            setup(node);
            return Task.CompletedTask;
        });
    }

    /// <summary>Runs a node until it ends.</summary>
    /// <param name="args">The program's arguments; they are the user's, the runtime takes none.</param>
    /// <param name="setup">Starts the node's actors. When its task completes the node is Ready; when it throws the node crashes with <see cref="NodeExitCode.Crashed"/>.</param>
    /// <returns>The process's exit code, see <see cref="NodeExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Func<Node, Task> setup)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(setup);
        if (!Console.IsInputRedirected)
            return StartedByHand("standard input is a terminal");
        var lifeline = Lifeline.Open();
        var (launch, problem) = await ReadLaunchAsync(lifeline).ConfigureAwait(false);
        if (launch is null)
            return StartedByHand(problem ?? "there is no launch line");
        if (launch.ProtocolVersion != ControlProtocol.Version)
        {
            return Fail($"host and node speak different control protocols: host={launch.ProtocolVersion} node={ControlProtocol.Version}; "
                + "rebuild the older one", NodeExitCode.ContractMismatch);
        }
        return await LiveAsync(lifeline, launch, setup).ConfigureAwait(false);
    }

    private static async Task<(Launch? Launch, string? Problem)> ReadLaunchAsync(Lifeline lifeline)
    {
        try
        {
            var line = await lifeline.ReadFirstLineAsync(LaunchTimeout).ConfigureAwait(false);
            return Launch.TryParse(line, out var launch, out var problem) ? (launch, null) : (null, problem);
        }
        catch (TimeoutException)
        {
            return (null, $"no launch line came on standard input within {LaunchTimeout.TotalSeconds:0} s");
        }
    }

    private static async Task<int> LiveAsync(Lifeline lifeline, Launch launch, Func<Node, Task> setup)
    {
        var lifetime = new NodeLifetime();
        using var signals = NodeSignals.Register(lifetime, launch.HostPid);
        if (!ProcessGroup.TryEnter(launch.HostPid))
            return NodeExitCode.LifelineLost;
        lifeline.OnEnd(lifetime.BeginOrphaned);
        ActorSystem system;
        try
        {
            system = ActorSystem.Create(launch.SystemName, NodeConfig.Build(launch));
        }
        catch (Exception e)
        {
            return Fail($"the actor system does not start: {e}", NodeExitCode.Crashed);
        }
        lifetime.Govern(system);
        ((ExtendedActorSystem)system).SystemActorOf(
            Props.Create(() => new ControlActor(launch, lifetime, adopted => RunSetupAsync(adopted, setup))),
            ControlProtocol.NodeActor);
        return await lifetime.Exited.ConfigureAwait(false);
    }

    private static async Task RunSetupAsync(Node node, Func<Node, Task> setup)
    {
        _current = node;
        await setup(node).ConfigureAwait(false);
        _ = StartupMemory.GiveBackAsync(node.Stopping);
    }

    private static int StartedByHand(string why)
    {
        var program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) ?? "this program";
        Console.Error.WriteLine($"""
            {program} is a node of an ActorIpc topology: a host starts it, gives it its name and watches it ({why}).
            Name it in a topology (children.NAME.executable = "{program}") and run: actoripc up TOPOLOGY
            """);
        return NodeExitCode.StartedByHand;
    }

    private static int Fail(string problem, int exitCode)
    {
        Console.Error.WriteLine(problem);
        return exitCode;
    }
}
