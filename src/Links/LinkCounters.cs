namespace ActorIpc.Links;

/// <summary>A link's counts since it opened. Values of one snapshot may be a few records apart.</summary>
/// <param name="RecordsSent">Messages accepted by the writing side.</param>
/// <param name="BytesSent">Their payload bytes.</param>
/// <param name="RecordsReceived">Messages delivered to the handler.</param>
/// <param name="BytesReceived">Their payload bytes.</param>
/// <param name="BellsSent">Bells sent to the peer (shared memory), or writes to the socket (socket media).</param>
/// <param name="WakeUps">Times this link's socket woke the reader thread.</param>
/// <param name="FullRingWaits">Times a record found the ring, or the socket, full.</param>
/// <param name="SpilledBytes">Bytes that went through the spill.</param>
/// <param name="Refused">Writes refused at the spill bound.</param>
public readonly record struct LinkCounters(
    long RecordsSent,
    long BytesSent,
    long RecordsReceived,
    long BytesReceived,
    long BellsSent,
    long WakeUps,
    long FullRingWaits,
    long SpilledBytes,
    long Refused);
