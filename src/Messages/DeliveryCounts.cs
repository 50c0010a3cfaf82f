namespace ActorIpc.Messages;

/// <summary>What a delivery mode has done so far for one node and protocol, in this process. Exact, and taken at one moment each.</summary>
/// <param name="Waiting">Messages that are kept: in a buffer, or not yet known to be processed.</param>
/// <param name="Dropped">Messages that became dead letters because no more could be kept, or because they cannot travel.</param>
/// <param name="Repeated">How often a message was sent once more.</param>
public readonly record struct DeliveryCounts(long Waiting, long Dropped, long Repeated);
