using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Nodes.Deliveries;

/// <summary>
/// Keeps what is told while the node is down and gives it, in order, to the next incarnation. While the node is up a message goes straight through. A request that the
/// node did not live to answer is kept as well and asked again, before what came later.
/// </summary>
/// <param name="system">This process's actor system.</param>
/// <param name="name">For dead letters.</param>
/// <param name="servedName">The name of the actor that serves the protocol, below <c>/user</c>.</param>
/// <param name="capacity">How many messages are kept at most.</param>
internal sealed class BufferedRef(ExtendedActorSystem system, string name, string servedName, int capacity) : DeliveryRef(system, name)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IActorRef, (long Order, object Request)> _asked = []; // not answered and not given up, by who waits for the answer
    private Queue<Kept> _kept = [];
    private long _order;

    // Written under the gate; not null exactly when the node is up and nothing is kept.
    private IActorRef? _target;

    /// <inheritdoc/>
    protected override long Waiting
    {
        get
        {
            lock (_gate)
                return _kept.Count;
        }
    }

    /// <inheritdoc/>
    public override void OnUp(NodeEntry node)
    {
        var target = System.Provider.ResolveActorRef($"{node.Address}/user/{servedName}");
        lock (_gate)
        {
            // Under the gate, so that nobody's next message overtakes what it told before.
            while (_kept.TryDequeue(out var kept))
            {
                if (!IsGivenUp(kept))
                    target.Tell(kept.Message, kept.Sender);
            }
            Volatile.Write(ref _target, target);
        }
    }

    /// <inheritdoc/>
    public override void OnDown()
    {
        List<Kept> lost = [];
        lock (_gate)
        {
            Volatile.Write(ref _target, null);
            var again = _asked.OrderBy(asked => asked.Value.Order).Select(asked => new Kept(asked.Value.Request, asked.Key, IsRequest: true)).ToList();
            lost.AddRange(again.Skip(capacity));
            _kept = new Queue<Kept>(again.Take(capacity));
            Repeat(_kept.Count);
        }
        foreach (var kept in lost)
            Refuse(kept);
    }

    /// <inheritdoc/>
    public override async Task<TReply> AskAsync<TReply>(object request, TimeSpan timeout, CancellationToken cancellation)
    {
        IActorRef? waiting = null;
        try
        {
            return await this.Ask<TReply>(
                promise =>
                {
                    waiting = promise;
                    return new Asked(request);
                },
                timeout,
                cancellation).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (waiting is not null)
                    _asked.Remove(waiting);
            }
        }
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is Asked asked)
            TakeRequest(asked.Request, sender);
        else if (Volatile.Read(ref _target) is { } target)
            target.Tell(message, sender);
        else
            Take(new Kept(message, sender, IsRequest: false));
    }

    private void TakeRequest(object request, IActorRef promise)
    {
        lock (_gate)
            _asked.Add(promise, (++_order, request));
        Take(new Kept(request, promise, IsRequest: true));
    }

    private void Take(Kept message)
    {
        lock (_gate)
        {
            if (_target is { } target)
            {
                target.Tell(message.Message, message.Sender);
                return;
            }
            if (_kept.Count >= capacity)
                _kept = new Queue<Kept>(_kept.Where(kept => !IsGivenUp(kept)));
            if (_kept.Count < capacity)
            {
                _kept.Enqueue(message);
                return;
            }
        }
        Refuse(message);
    }

    /// <summary>Whoever asked has stopped waiting; under the gate.</summary>
    private bool IsGivenUp(Kept kept) => kept.IsRequest && !_asked.ContainsKey(kept.Sender);

    private void Refuse(Kept message)
    {
        var why = $"the buffer is full: ref={Path.Name} capacity={capacity}";
        Drop(message.Message, message.Sender, why);
        if (message.IsRequest)
            message.Sender.Tell(new Status.Failure(new DeliveryException(why)), ActorRefs.NoSender);
    }

    /// <summary>A message that waits.</summary>
    private readonly record struct Kept(object Message, IActorRef Sender, bool IsRequest);

    /// <summary>A request on its way through Akka's Ask to <see cref="TellInternal"/>.</summary>
    private sealed record Asked(object Request);
}
