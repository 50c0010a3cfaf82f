using ActorIpc.Messages;
using Akka.Actor;
using Akka.Event;

namespace ActorIpc.Hosting.References;

/// <summary>
/// Stands, in the host's actor system, for the actor that a node hosts, through all the node's incarnations. Hands on what it is told with its sender, so that answers come from the actor itself;
/// while the node is down it keeps messages, or makes them dead letters. It ends when there will be no further incarnation.
/// </summary>
internal sealed class NodeActorReference : UntypedActor
{
    private readonly string _actor;
    private readonly int _capacity;
    private readonly Queue<(object Message, IActorRef Sender)> _kept = []; // empty whenever the node is up
    private IActorRef? _target; // null exactly while the node is down
    private bool _warned;

    /// <summary>Makes the reference; it is told from then on where the node is.</summary>
    /// <param name="actor">The actor's name below <c>/user</c>.</param>
    /// <param name="delivery">What becomes of messages while the node is down.</param>
    public NodeActorReference(string actor, Delivery delivery)
    {
        _actor = actor;
        _capacity = delivery.Capacity;
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NodeActorUp up:
                _target = ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef($"{up.Address}/user/{_actor}");
                while (_kept.TryDequeue(out var kept))
                    _target.Tell(kept.Message, kept.Sender);
                break;
            case NodeActorDown:
                _target = null;
                break;
            case NodeActorGivenUp:
                Context.Stop(Self);
                break;
            case var told when _target is { } target:
                target.Tell(told, Sender);
                break;
            case var told when _kept.Count < _capacity:
                _kept.Enqueue((told, Sender));
                break;
            case var told:
                if (_capacity > 0 && !_warned)
                    Context.GetLogger().Warning("messages become dead letters, this one first: the buffer is full: capacity={0} type={1}", _capacity, told.GetType());
                _warned = true;
                Drop(told, Sender);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        while (_kept.TryDequeue(out var kept))
            Drop(kept.Message, kept.Sender);
    }

    private void Drop(object message, IActorRef sender) => Context.System.DeadLetters.Tell(new DeadLetter(message, sender, Self), sender);
}
