using ActorIpc.Hosting;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Statuses;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.TestNode;
using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorIpc.SystemTests.Support;

/// <summary>Tests of a host that runs in this process; its nodes are real ones. Whatever a test leaves is killed with its host.</summary>
public abstract class HostTests : IAsyncLifetime
{
    private NodeHost? _host;

    /// <summary>How long anything may take before a test gives up.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>A folder of the test's own.</summary>
    private protected Scratch Scratch { get; } = new();

    /// <summary>The host; started by <see cref="StartAsync(ChildSpec[])"/>.</summary>
    private protected NodeHost Host => _host ?? throw new InvalidOperationException("the test has not started its host");

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        Scratch.Dispose();
    }

    private protected static ChildSpec Child(string name) => new() { Name = new NodeName(name), Executable = BuildOutput.TestNode };

    private protected Task<NodeHost> StartAsync(params ChildSpec[] children) => StartAsync(children, new SupervisorSpec { Name = new NodeName("trial") });

    private protected async Task<NodeHost> StartAsync(IReadOnlyList<TreeSpec> children, SupervisorSpec supervisor, HostOptions? options = null)
    {
        var topology = new Topology
        {
            Name = "trial",
            Root = supervisor with { Children = children },
            // The tests' own protocol is compiled into the test node, which this process references.
            Overrides = """actoripc.serialization.assemblies = ["test-node"]""",
        };
        _host = new NodeHost(topology, (options ?? new HostOptions()) with { Claim = false }, NullLogger.Instance);
        await _host.StartAsync(CancellationToken.None);
        if (supervisor.Backoff != BackoffSpec.None)
            await _host.AllReady.WaitAsync(Patience);
        return _host;
    }

    private protected Task<NodeStatus> NodeAsync(string name) => NodeAsync(name, node => node.State == NodeState.Ready);

    private protected Task<NodeStatus> NodeAsync(string name, Func<NodeStatus, bool> condition) => Eventually.Get(
        () => Host.StatusAsync().Result.Nodes.SingleOrDefault(node => node.Name == name)!, node => node is not null && condition(node), Patience, $"node {name}");

    private protected void Tell(NodeStatus node, IMessage<ITestNode> order) => Actor(node).Tell(order);

    private protected Task<Echoed> AskAsync(NodeStatus node, object request) => AskAsync<Echoed>(node, request);

    private protected Task<TReply> AskAsync<TReply>(NodeStatus node, object request) => Actor(node).Ask<TReply>(request, 2 * Patience);

    private protected static async Task<T> FirstAsync<T>(IAsyncEnumerable<HostEvent> events)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await foreach (var entry in events.WithCancellation(deadline.Token))
        {
            if (entry is T wanted)
                return wanted;
        }
        throw new Xunit.Sdk.XunitException($"the events ended before a {typeof(T).Name}");
    }

    private ActorSelection Actor(NodeStatus node) => Host.System.ActorSelection($"{node.Address}/user/{typeof(ITestNode).FullName}");
}
