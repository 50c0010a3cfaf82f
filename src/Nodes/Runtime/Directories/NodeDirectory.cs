using System.Collections.Concurrent;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Deliveries;
using Akka.Actor;

namespace ActorIpc.Nodes.Directories;

/// <summary>
/// This process's copy of the node directory: which nodes there are and where their current incarnations live. Safe from any thread.
/// </summary>
public sealed class NodeDirectory : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly Lock _gate = new(); // orders what subscribers are told
    private readonly ConcurrentDictionary<(NodeName Node, Type Protocol), Resolved> _resolved = new();
    private volatile DirectoryChanged _current = new(0, []);

    internal NodeDirectory(ExtendedActorSystem system)
    {
        _system = system;
        Deliveries = new NodeDeliveries(system);
    }

    /// <summary>All nodes of the topology in declared order.</summary>
    public IReadOnlyList<NodeEntry> Nodes => _current.Nodes;

    /// <summary>What is kept for nodes that are down.</summary>
    internal NodeDeliveries Deliveries { get; }

    /// <summary>The version of the directory; grows with every change.</summary>
    internal long Version => _current.Version;

    /// <summary>The directory of an actor system; empty in a process that is no node.</summary>
    /// <param name="system">The node's actor system.</param>
    public static NodeDirectory Get(ActorSystem system) =>
        system.WithExtension<NodeDirectory, NodeDirectoryProvider>();

    /// <summary>The line of one node; null when the topology has no such node.</summary>
    /// <param name="name">The node's name.</param>
    public NodeEntry? Find(NodeName name)
    {
        foreach (var node in _current.Nodes)
        {
            if (node.Name == name)
                return node;
        }
        return null;
    }

    /// <summary>
    /// Tells an actor of every node that is reachable now (<see cref="NodeUp"/>) and then of every change (<see cref="NodeUp"/>, <see cref="NodeDown"/>),
    /// in order and without a gap, until the actor stops.
    /// </summary>
    /// <param name="subscriber">The actor to tell.</param>
    public void Subscribe(IActorRef subscriber)
    {
        lock (_gate)
        {
            _system.EventStream.Subscribe(subscriber, typeof(NodeUp));
            _system.EventStream.Subscribe(subscriber, typeof(NodeDown));
            foreach (var node in _current.Nodes)
            {
                if (IsReachable(node))
                    subscriber.Tell(new NodeUp(node), ActorRefs.NoSender);
            }
        }
    }

    /// <summary>
    /// The same for code that is no actor: a <see cref="NodeUp"/> for every node that is reachable now, and then every change (<see cref="NodeUp"/>, <see cref="NodeDown"/>), in order and
    /// without a gap, until it is cancelled or the actor system ends. What is not read waits.
    /// </summary>
    /// <param name="cancellation">Ends the subscription.</param>
    public IAsyncEnumerable<NodeChange> ChangesAsync(CancellationToken cancellation) => NodeChanges.Of(this, _system, cancellation);

    /// <summary>The path, below an actor system's address, of the actor that serves a protocol.</summary>
    internal static string ServedName(Type protocol) => ActorLaunch.ServedName(protocol.FullName ?? protocol.Name);

    /// <summary>The actor that serves a protocol in a node's current incarnation; dead letters while the node cannot be reached.</summary>
    internal IActorRef Resolve<TProtocol>(NodeName name)
        where TProtocol : IProtocol
    {
        if (Find(name) is not { } node || !IsReachable(node))
            return _system.DeadLetters;
        var key = (name, typeof(TProtocol));
        if (_resolved.TryGetValue(key, out var known) && known.Address == node.Address)
            return known.Actor;
        var actor = _system.Provider.ResolveActorRef($"{node.Address}/user/{ServedName(typeof(TProtocol))}");
        _resolved[key] = new Resolved(node.Address!, actor);
        return actor;
    }

    /// <summary>What keeps messages to a node while it is down, made when it is first used.</summary>
    internal DeliveryRef Resolve<TProtocol>(NodeName name, Delivery delivery)
        where TProtocol : IProtocol
    {
        if (Deliveries.Find(name, typeof(TProtocol), delivery) is { } known)
            return known;
        lock (_gate) // so that it hears of everything that happens from now on
            return Deliveries.Open(name, typeof(TProtocol), delivery, Find(name) is { } node && IsReachable(node) ? node : null);
    }

    /// <summary>Takes a directory from the host; one that is not newer than the present one is ignored.</summary>
    internal void Apply(DirectoryChanged next)
    {
        lock (_gate)
        {
            if (next.Version <= _current.Version)
                return;
            var before = _current;
            _current = next;
            foreach (var old in before.Nodes)
            {
                if (IsReachable(old) && !(Find(old.Name) is { } now && IsReachable(now) && now.Incarnation == old.Incarnation))
                {
                    Deliveries.OnDown(old);
                    _system.EventStream.Publish(new NodeDown(old));
                }
            }
            foreach (var node in next.Nodes)
            {
                if (IsReachable(node) && !before.Nodes.Any(old => old.Name == node.Name && old.Incarnation == node.Incarnation && IsReachable(old)))
                {
                    Deliveries.OnUp(node);
                    _system.EventStream.Publish(new NodeUp(node));
                }
            }
        }
    }

    private static bool IsReachable(NodeEntry node) => node.State == NodeState.Ready && node.Address is not null;

    private sealed record Resolved(string Address, IActorRef Actor);
}
