using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using Akka.Actor;
using Akka.Event;

namespace ActorIpc.Nodes.Deliveries;

/// <summary>What is told to a node goes through one of these when its delivery mode keeps messages: one per process, node, protocol and mode. Safe from any thread.</summary>
/// <param name="system">This process's actor system.</param>
/// <param name="name">Names the node, the protocol and the mode, for dead letters.</param>
internal abstract class DeliveryRef(ExtendedActorSystem system, string name) : MinimalActorRef
{
    private long _dropped;
    private long _repeated;

    /// <summary>The first error line about messages that could not be kept has been written.</summary>
    private int _warned;

    /// <inheritdoc/>
    public override ActorPath Path { get; } = new RootActorPath(system.Provider.RootPath.Address) / "delivery" / name;

    /// <inheritdoc/>
    public override IActorRefProvider Provider => system.Provider;

    /// <summary>What has been done so far.</summary>
    public DeliveryCounts Counts => new(Waiting, Interlocked.Read(ref _dropped), Interlocked.Read(ref _repeated));

    /// <summary>Messages that are kept.</summary>
    protected abstract long Waiting { get; }

    /// <summary>This process's actor system.</summary>
    protected ExtendedActorSystem System => system;

    /// <summary>An incarnation of the node can be reached. Called in the order of what happens, by one thread at a time.</summary>
    /// <param name="node">The node.</param>
    public abstract void OnUp(NodeEntry node);

    /// <summary>An incarnation of the node can no longer be reached.</summary>
    public abstract void OnDown();

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <typeparam name="TReply">The type of the answer.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="timeout">How long to wait, the node's absence included.</param>
    /// <param name="cancellation">Ends the waiting early.</param>
    public virtual Task<TReply> AskAsync<TReply>(object request, TimeSpan timeout, CancellationToken cancellation) =>
        this.Ask<TReply>(request, timeout, cancellation);

    /// <summary>A message becomes a dead letter, and is counted.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">Its sender.</param>
    /// <param name="why">Why, with the offending value.</param>
    public void Drop(object message, IActorRef? sender, string why)
    {
        Interlocked.Increment(ref _dropped);
        if (Interlocked.Exchange(ref _warned, 1) == 0)
            system.EventStream.Publish(new Warning(Path.ToString(), GetType(), $"messages become dead letters, this one first: {why} type={message.GetType()}"));
        system.EventStream.Publish(new DeadLetter(message, sender ?? ActorRefs.NoSender, this));
    }

    /// <summary>Messages are sent once more.</summary>
    /// <param name="count">How many.</param>
    public void Repeat(long count) => Interlocked.Add(ref _repeated, count);
}
