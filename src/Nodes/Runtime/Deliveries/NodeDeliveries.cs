using System.Collections.Concurrent;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Directories;
using Akka.Actor;

namespace ActorIpc.Nodes.Deliveries;

/// <summary>What this process keeps for nodes that are down, and what it serves itself. The directory tells it who comes and goes, one event at a time.</summary>
/// <param name="system">This process's actor system.</param>
internal sealed class NodeDeliveries(ExtendedActorSystem system)
{
    private readonly ConcurrentDictionary<(NodeName Node, Type Protocol, Delivery Delivery), DeliveryRef> _refs = new();
    private readonly ConcurrentDictionary<string, IActorRef> _served = new(StringComparer.Ordinal);
    private readonly Lock _gate = new(); // for the receiver, made with the first actor that is served
    private IActorRef? _receiver;
    private int _streams;

    /// <summary>Starts an actor that other nodes can reach.</summary>
    /// <param name="name">Its name below <c>/user</c>.</param>
    /// <param name="props">The actor.</param>
    /// <exception cref="InvalidActorNameException">There is one of that name.</exception>
    public IActorRef Serve(string name, Props props)
    {
        lock (_gate)
            _receiver ??= system.ActorOf(DeliveryReceiver.Props(_served), DeliveryReceiver.Name);
        return _served[name] = system.ActorOf(props, name);
    }

    /// <summary>What keeps messages; null when it has not been used.</summary>
    public DeliveryRef? Find(NodeName node, Type protocol, Delivery delivery) => _refs.GetValueOrDefault((node, protocol, delivery));

    /// <summary>Makes it, unless somebody else just has.</summary>
    /// <param name="node">The node.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="delivery">How messages are kept.</param>
    /// <param name="entry">The node's line when it can be reached.</param>
    public DeliveryRef Open(NodeName node, Type protocol, Delivery delivery, NodeEntry? entry)
    {
        var key = (node, protocol, delivery);
        if (_refs.TryGetValue(key, out var known))
            return known;
        var served = NodeDirectory.ServedName(protocol);
        var name = $"{node}-{served}-{delivery.Mode.ToString().ToLowerInvariant()}";
        DeliveryRef made = delivery.Mode switch
        {
            DeliveryMode.Buffer => new BufferedRef(system, name, served, delivery.Capacity),
            DeliveryMode.Reliable => new ReliableRef(system, name, served, delivery.Capacity, ++_streams),
            _ => throw new ArgumentOutOfRangeException(nameof(delivery), delivery, "only modes that keep messages have something to keep them in"),
        };
        if (entry is not null)
            made.OnUp(entry);
        return _refs[key] = made;
    }

    /// <summary>An incarnation of a node can be reached.</summary>
    public void OnUp(NodeEntry node)
    {
        foreach (var (key, kept) in _refs)
        {
            if (key.Node == node.Name)
                kept.OnUp(node);
        }
    }

    /// <summary>An incarnation of a node can no longer be reached.</summary>
    public void OnDown(NodeEntry node)
    {
        foreach (var (key, kept) in _refs)
        {
            if (key.Node == node.Name)
                kept.OnDown();
        }
    }
}
