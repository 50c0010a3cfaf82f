namespace ActorIpc.Links.Rings;

/// <summary>
/// Where a ring's cells are, relative to its control page. Every cell has one writer and 128 bytes of its own (two cache lines: processors fetch pairs).
/// <code>
///   +0x000 i64 tail            producer: published byte position, grows for ever, never wraps
///   +0x080 i64 needHead        producer: -1, or "ring me when head >= this"
///   +0x100 i64 head            consumer: published byte position
///   +0x180 i64 wakeSeq         consumer: -1 awake, else "asleep having seen tail == this"
///   +0x200 i32 producerClosed  producer: a CloseCode, 0 while open
///   +0x280 i32 consumerClosed  consumer: 0, or 1 "I shall read nothing more"
/// </code>
/// Position p lives at data offset p and (capacity - 1).
/// </summary>
/// <param name="Control">Offset of the control page in the segment.</param>
/// <param name="Data">Offset of the data pages in the segment.</param>
/// <param name="Capacity">Bytes of data, a power of two.</param>
internal readonly record struct RingLayout(long Control, long Data, int Capacity)
{
    public const int CellBytes = 128;
    public const int TailOffset = 0;
    public const int NeedHeadOffset = TailOffset + CellBytes;
    public const int HeadOffset = NeedHeadOffset + CellBytes;
    public const int WakeSeqOffset = HeadOffset + CellBytes;
    public const int ProducerClosedOffset = WakeSeqOffset + CellBytes;
    public const int ConsumerClosedOffset = ProducerClosedOffset + CellBytes;
    public const int ControlBytes = 4096;

    /// <summary>Value of needHead and wakeSeq when nobody waits.</summary>
    public const long Nobody = -1;

    public long Tail => Control + TailOffset;

    public long NeedHead => Control + NeedHeadOffset;

    public long Head => Control + HeadOffset;

    public long WakeSeq => Control + WakeSeqOffset;

    public long ProducerClosed => Control + ProducerClosedOffset;

    public long ConsumerClosed => Control + ConsumerClosedOffset;

    /// <summary>The longest payload of one record: a quarter of the ring with its header, so that a large message never needs an empty ring.</summary>
    public int MaxFragment => Math.Max(RecordLayout.Alignment, (Capacity / 4) - RecordLayout.HeaderBytes);

    /// <summary>Sets both "nobody waits" cells of a fresh ring; everything else starts at zero.</summary>
    public void Initialise(Segments.MappedMemory memory)
    {
        memory.WriteInt64(NeedHead, Nobody);
        memory.WriteInt64(WakeSeq, Nobody);
    }
}
