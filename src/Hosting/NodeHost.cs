using ActorIpc.Hosting.ControlSockets;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.References;
using ActorIpc.Hosting.Runs;
using ActorIpc.Hosting.Statuses;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Links;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Remoting.Transports;
using Akka.Actor;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorIpc.Hosting;

/// <summary>
/// Runs a topology: claims its name, starts the host's actor system with the supervisor, and clears away when the tree has ended. As an
/// <see cref="IHostedService"/> it lives in any program that uses Microsoft.Extensions.Hosting.
/// </summary>
public sealed class NodeHost : INodeHost, IHostedService, IAsyncDisposable
{
    private volatile Topology _topology;
    private readonly HostOptions _options;
    private readonly ILogger _log;
    private readonly HostEventStream _events = new();
    private readonly TaskCompletionSource _allReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<HostOutcome> _treeEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<HostOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HostClaim? _claim;
    private ControlServer? _control;
    private OrphanReaper? _reaper; // null unless this is process 1 and the host runs
    private ActorSystem? _system; // null exactly before StartAsync
    private IActorRef _supervisor = ActorRefs.Nobody;

    /// <summary>Makes a host that runs nothing yet.</summary>
    /// <param name="topology">What to run.</param>
    /// <param name="options">How to watch and end nodes.</param>
    /// <param name="log">The log.</param>
    public NodeHost(Topology topology, HostOptions options, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        _topology = topology;
        _options = options;
        _log = log;
    }

    /// <inheritdoc/>
    public ActorSystem System => _system ?? throw new InvalidOperationException("the host has not been started");

    /// <inheritdoc/>
    public Task AllReady => _allReady.Task;

    /// <inheritdoc/>
    public Task<HostOutcome> Completion => _completion.Task;

    /// <inheritdoc/>
    public IAsyncEnumerable<HostEvent> Events(CancellationToken cancellation) => _events.Subscribe(cancellation);

    /// <summary>Claims the topology's name and begins to start nodes; returns before they are ready.</summary>
    /// <param name="cancellationToken">Not used: the start itself does not wait.</param>
    /// <exception cref="HostRunningException">A living host runs a topology of this name.</exception>
    /// <exception cref="RuntimeDirectoryException">The runtime directory cannot be used.</exception>
    /// <exception cref="TopologyException">The tree is not valid.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Validate();
        if (_options.Claim)
            _claim = HostClaim.Take(_topology.Name, reclaimed => HostingLog.Reclaimed(_log, reclaimed));
        _reaper = OrphanReaper.Start();
        var system = _system = ActorSystem.Create(_topology.Name, HostConfig.Build(_topology));
        var address = ((ExtendedActorSystem)system).Provider.DefaultAddress.ToString();
        var starter = new NodeStarter(new OperatingSystemLauncher(), new StartQueue(_options.StartsAtOnce), _topology, address, (run, line, isError) =>
            _events.Publish(new NodeOutput(DateTimeOffset.UtcNow, run.Name, run.Incarnation, line, isError)));
        var context = new SupervisorContext(
            _topology, _options, starter, _events, _claim, _log,
            CameUp: () => _allReady.TrySetResult(),
            Applied: applied => _topology = applied,
            Ended: outcome => _treeEnded.TrySetResult(outcome),
            Failed: error => _treeEnded.TrySetException(error));
        _supervisor = ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new SupervisorActor(context)), ControlProtocol.HostActor);
        if (_claim is { } claim)
            _control = ControlServer.Start(claim.SocketPath, new ControlAnswers(this, _events, _treeEnded.Task).AnswerAsync, _log);
        _ = CompleteAsync(system);
        return Task.CompletedTask;
    }

    /// <summary>Stops the whole tree in order and waits until nothing of it is left.</summary>
    /// <param name="cancellationToken">When cancelled, every node is killed instead.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_system is null)
            return;
        RequestStop("the host's program stops");
        await using var registration = cancellationToken.Register(KillAll).ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_system is null || Completion.IsCompleted)
            return;
        KillAll();
        await Completion.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<HostStatus> StatusAsync() => AskAsync<HostStatus>(GetStatus.Instance);

    /// <inheritdoc/>
    public Task<SupervisorSnapshot> TreeAsync() => AskAsync<SupervisorSnapshot>(GetTree.Instance);

    /// <inheritdoc/>
    public void RequestStop(string reason) => _supervisor.Tell(new CarryOut(new StopTree(reason)));

    /// <inheritdoc/>
    public void KillAll() => _supervisor.Tell(new CarryOut(new KillTree("the host kills its nodes")));

    /// <inheritdoc/>
    public Task StopNodeAsync(NodeName name, string reason, ShutdownPolicy? shutdown = null) =>
        CarryOutAsync(new CarryOut(new StopChild(name, reason, shutdown), AwaitEnd: name));

    /// <inheritdoc/>
    public Task StartNodeAsync(NodeName name) => CarryOutAsync(new CarryOut(new StartChild(name)));

    /// <inheritdoc/>
    public Task RestartNodeAsync(NodeName name) => CarryOutAsync(new CarryOut(new RestartChild(name)));

    /// <inheritdoc/>
    public async Task RestartRollingAsync(NodeName name, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        if (TreeNames.Find(await TreeAsync().ConfigureAwait(false), name) is not { } nodes)
            throw new CommandRefusedException($"no such node, child or supervisor: name={name}");
        var roll = new RollingRestart(this, _events, [.. nodes.Select(node => node.Name)]);
        var end = await roll.RunAsync(timeout ?? RollingRestart.DefaultTimeout, _ => Task.CompletedTask, cancellation).ConfigureAwait(false);
        if (end.ExitCode != 0)
            throw new CommandRefusedException(end.Error!);
    }

    /// <inheritdoc/>
    public Task ScaleAsync(NodeName child, int instances) => CarryOutAsync(new CarryOut(new ScaleChild(child, instances)));

    /// <inheritdoc/>
    public Task StartAsync(TreeSpec spec, NodeName? supervisor = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var missing = ProgramChecks.Check(_topology, spec, spec.Name.Value).ToList();
        if (missing.Count > 0)
            throw new CommandRefusedException(string.Join("; ", missing.Select(problem => $"{problem.Path}: {problem.Message}")));
        return CarryOutAsync(new CarryOut(new AddChild(supervisor ?? _topology.Root.Name, spec)));
    }

    /// <inheritdoc/>
    public Topology Topology => _topology;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TreeChange>> ApplyAsync(Topology wanted, bool dryRun = false)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (TopologyDifference.Obstacles(_topology, wanted) is { Count: > 0 } obstacles)
            throw new TopologyException(obstacles);
        var applied = await AskAsync<TopologyApplied>(new ApplyTopology(wanted, dryRun)).ConfigureAwait(false);
        return applied.Refusal is { } refusal ? throw new CommandRefusedException(refusal) : applied.Changes;
    }

    /// <inheritdoc/>
    public async Task<IActorRef> SpawnAsync(Props props, NodeName name, SpawnOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(props);
        options ??= new SpawnOptions();
        var order = Follow(name, options.Delivery, awaitUp: true);
        var spec = options.Configure(new ChildSpec { Name = name, Actor = PropsReading.Read(props) });
        if (spec is not { Actor: not null, Instances: null } || spec.Name != name)
            throw new ArgumentException($"an actor is spawned in one node of the given name: name={spec.Name} instances={spec.Instances} actor={spec.Actor?.Type}", nameof(options));
        await StartAsync(spec, options.Supervisor).ConfigureAwait(false);
        var answer = await AskAsync<NodeActorFollowed>(order).ConfigureAwait(false);
        if (answer.Reference is { } reference)
            return reference;
        // A temporary one has gone with its spec already.
        await RemoveAsync(name).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new CommandRefusedException(answer.Refusal!);
    }

    /// <inheritdoc/>
    public async Task<IActorRef> ActorOfAsync(NodeName node, Delivery delivery = default)
    {
        var answer = await AskAsync<NodeActorFollowed>(Follow(node, delivery, awaitUp: false)).ConfigureAwait(false);
        return answer.Reference ?? throw new CommandRefusedException(answer.Refusal!);
    }

    /// <inheritdoc/>
    public Task RemoveAsync(NodeName name) => CarryOutAsync(new CarryOut(new RemoveChild(name), AwaitEnd: name));

    /// <inheritdoc/>
    public Task SignalAsync(NodeName name, int signal) => CarryOutAsync(new SendSignal(name, signal));

    private static FollowNodeActor Follow(NodeName node, Delivery delivery, bool awaitUp) => delivery.Mode is DeliveryMode.DropToDeadLetters or DeliveryMode.Buffer
        ? new FollowNodeActor(node, delivery, awaitUp)
        : throw new ArgumentException($"a reference to an actor drops messages or buffers them, only a protocol is served reliably: delivery={delivery}", nameof(delivery));

    private async Task CarryOutAsync(object order)
    {
        if ((await AskAsync<CommandDone>(order).ConfigureAwait(false)).Refusal is { } refusal)
            throw new CommandRefusedException(refusal);
    }

    /// <summary>Asks the supervisor, which answers as long as there is one.</summary>
    private async Task<T> AskAsync<T>(object question)
    {
        _ = System; // Nobody would answer before the start.
        var answer = _supervisor.Ask<T>(question, Timeout.InfiniteTimeSpan);
        await Task.WhenAny(answer, Completion).ConfigureAwait(false);
        return answer.IsCompleted ? await answer.ConfigureAwait(false) : throw new CommandRefusedException($"the host has ended: name={_topology.Name}");
    }

    private void Validate()
    {
        var problems = SpecValidation.Check(_topology.Root);
        foreach (var warning in problems.Where(problem => problem.IsWarning))
            HostingLog.SpecWarning(_log, warning.Path, warning.Message);
        if (problems.Any(problem => !problem.IsWarning))
            throw new TopologyException([.. problems.Where(problem => !problem.IsWarning).Select(problem => new TopologyProblem(problem.Path, problem.Message))]);
    }

    /// <summary>Takes away what killed nodes have left for links; nodes that ended in order have done so themselves.</summary>
    private void SweepLinks(ActorSystem system)
    {
        try
        {
            SystemLinks.For(system).Sweep();
        }
        catch (LinkException e)
        {
            HostingLog.LinksNotSwept(_log, e.Message);
        }
    }

    /// <summary>Waits for the tree's end and clears away. Whatever goes wrong meanwhile, <see cref="Completion"/> completes.</summary>
    private async Task CompleteAsync(ActorSystem system)
    {
        try
        {
            var outcome = await _treeEnded.Task.ConfigureAwait(false);
            await ClearAwayAsync(system).ConfigureAwait(false);
            _completion.TrySetResult(outcome);
        }
        catch (Exception e) when (_treeEnded.Task.IsFaulted)
        {
            await ClearAwayAsync(system).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _completion.TrySetException(e);
        }
        catch (Exception e)
        {
            _completion.TrySetException(e);
        }
    }

    /// <summary>The job's files, the control socket, the actor system, the claim.</summary>
    private async Task ClearAwayAsync(ActorSystem system)
    {
        try
        {
            foreach (var file in _topology.JobFiles.SelectMany(file => new[] { file, file + ".new" }).Where(File.Exists))
                File.Delete(file);
        }
        finally
        {
            _events.Complete(); // before the socket closes, so that commands which follow get their last line
            _allReady.TrySetCanceled(CancellationToken.None);
            if (_control is { } control)
                await control.DisposeAsync().ConfigureAwait(false);
            await system.Terminate().ConfigureAwait(false);
            _claim?.Dispose();
            _reaper?.Dispose();
        }
    }
}
