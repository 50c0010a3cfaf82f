using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Nodes.Deliveries;

/// <summary>Hands everything to the stream's sender, as much as may be kept.</summary>
internal sealed class ReliableRef : DeliveryRef
{
    private readonly string _name;
    private readonly int _capacity;
    private readonly IActorRef _sender;
    private long _kept;

    /// <summary>Begins a stream.</summary>
    /// <param name="system">This process's actor system.</param>
    /// <param name="name">For dead letters.</param>
    /// <param name="servedName">The full name of the protocol.</param>
    /// <param name="capacity">How many messages are kept at most that have not been processed.</param>
    /// <param name="stream">The stream's number in this process.</param>
    public ReliableRef(ExtendedActorSystem system, string name, string servedName, int capacity, int stream)
        : base(system, name)
    {
        _name = name;
        _capacity = capacity;
        _sender = system.ActorOf(ReliableSender.Props(this, servedName, stream), ReliableSender.NameOf(stream));
    }

    /// <inheritdoc/>
    protected override long Waiting => Interlocked.Read(ref _kept);

    /// <inheritdoc/>
    public override void OnUp(NodeEntry node) => _sender.Tell(new ReliableSender.TargetUp(node.Address!), ActorRefs.NoSender);

    /// <inheritdoc/>
    public override void OnDown() => _sender.Tell(ReliableSender.TargetDown.Instance, ActorRefs.NoSender);

    /// <summary>Messages are settled and need not be kept any more.</summary>
    /// <param name="count">How many.</param>
    public void Settle(long count) => Interlocked.Add(ref _kept, -count);

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (Interlocked.Increment(ref _kept) <= _capacity)
        {
            _sender.Tell(new Outgoing(message, sender), ActorRefs.NoSender);
            return;
        }
        Settle(1);
        var why = $"too many messages have not been processed: ref={_name} capacity={_capacity}";
        Drop(message, sender, why);
    }
}
