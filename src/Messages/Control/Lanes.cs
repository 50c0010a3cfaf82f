using MemoryPack;

namespace ActorIpc.Messages.Control;

/// <summary>What has happened to a lane, the express path of messages to another process.</summary>
public enum LaneChangeKind
{
    /// <summary>It is open: messages to the peer go by it.</summary>
    Opened,

    /// <summary>It was open and has ended: messages to the peer go the classic way, until there is another one.</summary>
    Closed,

    /// <summary>It could not be had, or was given up before it was open: messages to the peer go on the classic way.</summary>
    NotOpened,
}

/// <summary>Something that has happened to a lane that leads out of a node.</summary>
/// <param name="Number">Counts a node's changes, from 1.</param>
/// <param name="Time">When, by the node's clock.</param>
/// <param name="Kind">What.</param>
/// <param name="Peer">The address of the actor system to which it leads.</param>
/// <param name="Reason">Why, or over what, for a person to read.</param>
[MemoryPackable]
public sealed partial record LaneChange(long Number, DateTimeOffset Time, LaneChangeKind Kind, string Peer, string Reason);

/// <summary>What has gone over a node's lanes since its start, those that have ended included.</summary>
/// <param name="OpenOut">Lanes that are open to peers.</param>
/// <param name="OpenIn">Lanes that peers have to the node.</param>
/// <param name="Sent">Messages written.</param>
/// <param name="Received">Messages read.</param>
/// <param name="Overflowed">Messages that became dead letters because ring and spill, or what may wait for a deployed actor or a closing lane, were full.</param>
/// <param name="Waits">Messages that waited for room (<c>actoripc.lanes.overflow = wait</c>).</param>
/// <param name="Fallbacks">Returns to the classic way.</param>
/// <param name="Changes">What has happened since the change the host knows of, oldest first; the rest comes with the next answer.</param>
[MemoryPackable]
public sealed partial record LaneReport(int OpenOut, int OpenIn, long Sent, long Received, long Overflowed, long Waits, long Fallbacks, LaneChange[] Changes);
