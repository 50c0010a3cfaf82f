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
    public static Task<int> RunAsync(string[] args, Func<Node, Task> setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return RunPreparedAsync(args, launch => new PreparedNode(launch, setup));
    }

    /// <summary>Runs a node that has something to do before its actor system starts, such as loading code that the launch line names. A standby does that while it waits.</summary>
    /// <param name="args">The program's arguments; they are the user's, the runtime takes none.</param>
    /// <param name="prepare">
    /// Does it. When it throws a <see cref="CannotStartException"/> the node ends with <see cref="NodeExitCode.CannotStart"/>, after any other exception with <see cref="NodeExitCode.Crashed"/>.
    /// </param>
    /// <returns>The process's exit code, see <see cref="NodeExitCode"/>.</returns>
    public static Task<int> RunPreparedAsync(string[] args, Func<Launch, PreparedNode> prepare)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(prepare);
        if (!Console.IsInputRedirected)
            return Task.FromResult(StartedByHand("standard input is a terminal"));
        HeadStart.Begin();
        var lifeline = Lifeline.Open();
        var launch = lifeline.ReadLaunch(LaunchTimeout, out var problem);
        if (launch is null)
            return Task.FromResult(StartedByHand(problem ?? "there is no launch line"));
        if (launch.ProtocolVersion != ControlProtocol.Version)
        {
            return Task.FromResult(Fail($"host and node speak different control protocols: host={launch.ProtocolVersion} node={ControlProtocol.Version}; "
                + "rebuild the older one", NodeExitCode.ContractMismatch));
        }
        return LiveAsync(lifeline, launch, prepare);
    }

    private static async Task<int> LiveAsync(Lifeline lifeline, Launch given, Func<Launch, PreparedNode> prepare)
    {
        var lifetime = new NodeLifetime();
        using var signals = NodeSignals.Register(lifetime, given.HostPid);
        if (!ProcessGroup.TryEnter(given.HostPid))
            return NodeExitCode.LifelineLost;
        lifeline.OnEnd(lifetime.BeginOrphaned);
        try
        {
            return await RunToTheEndAsync(lifetime, given, prepare).ConfigureAwait(false);
        }
        finally
        {
            // Without a host nobody is left to clear away after this process. The threads that noticed its end would, but returning from Main ends them as well.
            if (!ProcessGroup.ParentIs(given.HostPid))
                ProcessGroup.Kill();
        }
    }

    private static async Task<int> RunToTheEndAsync(NodeLifetime lifetime, Launch given, Func<Launch, PreparedNode> prepare)
    {
        ActorSystem system;
        PreparedNode prepared;
        try
        {
            prepared = prepare(given);
            system = ActorSystem.Create(prepared.Launch.SystemName, NodeConfig.Build(prepared.Launch));
        }
        catch (CannotStartException e)
        {
            return Fail(e.Message, NodeExitCode.CannotStart);
        }
        catch (Exception e)
        {
            return Fail($"the node does not start: {e}", NodeExitCode.Crashed);
        }
        lifetime.Govern(system);
        ((ExtendedActorSystem)system).SystemActorOf(
            Props.Create(typeof(ControlActor), prepared.Launch, lifetime, (Func<Node, Task>)(adopted => RunSetupAsync(adopted, prepared.Setup))),
            ControlProtocol.NodeActor);
        var exitCode = await lifetime.Exited.ConfigureAwait(false);
        // The host tells a person the last line.
        return exitCode == NodeExitCode.CannotStart ? Fail(lifetime.Reason, exitCode) : exitCode;
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
