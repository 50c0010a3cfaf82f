namespace ActorIpc.Messages.Control;

/// <summary>Messages of the reliable delivery between two nodes.</summary>
public interface INodeDelivery : IProtocol;

/// <summary>One message of a stream: of what one life of a node sends to one protocol of another node. Its sender is the message's own, for the answer.</summary>
/// <param name="From">The address of the actor system that sends. Its end is the end of the stream.</param>
/// <param name="Stream">Tells the streams of that system apart.</param>
/// <param name="Protocol">The full name of the protocol whose actor is to get it.</param>
/// <param name="Sequence">1, 2, 3 ... in the stream.</param>
/// <param name="First">The lowest sequence that is not settled: a receiver that does not know the stream begins here, and one that waits for an earlier one waits in vain.</param>
/// <param name="Message">The message.</param>
public sealed record Deliver(string From, int Stream, string Protocol, long Sequence, long First, object Message) : IMessage<INodeDelivery>;

/// <summary>Everything of a stream up to a sequence has been processed.</summary>
/// <param name="Sequence">The highest sequence of which that is so; 0 for none.</param>
public sealed record DeliveryProcessed(long Sequence) : IMessage<INodeDelivery>;
