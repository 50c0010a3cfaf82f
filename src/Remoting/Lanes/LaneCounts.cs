namespace ActorIpc.Remoting.Lanes;

/// <summary>What has gone over the lanes of an actor system since its start, those that have ended included. Values of one snapshot may be a few messages apart.</summary>
/// <param name="OpenOut">Lanes that are open to peers, and carry.</param>
/// <param name="OpenIn">Lanes that peers have to this system.</param>
/// <param name="MessagesSent">Messages written.</param>
/// <param name="MessagesReceived">Messages read, those that could not be delivered included.</param>
/// <param name="BytesSent">Bytes written: messages with their headers, and definitions.</param>
/// <param name="BytesReceived">Bytes read.</param>
/// <param name="Overflowed">Messages that became dead letters because ring and spill, or what may wait during a switch, were full.</param>
/// <param name="Waits">Messages that waited for room (<c>actoripc.lanes.overflow = wait</c>).</param>
/// <param name="Switches">Switches from the classic way to a lane that were completed.</param>
/// <param name="Fallbacks">Returns to the classic way: a lane that ended, or whose switch was not answered.</param>
internal readonly record struct LaneCounts(
    int OpenOut,
    int OpenIn,
    long MessagesSent,
    long MessagesReceived,
    long BytesSent,
    long BytesReceived,
    long Overflowed,
    long Waits,
    long Switches,
    long Fallbacks);
