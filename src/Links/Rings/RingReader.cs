using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ActorIpc.Links.Segments;

namespace ActorIpc.Links.Rings;

/// <summary>
/// The consumer's end of a ring; reader thread only. It copies a stretch of published bytes out of shared memory, and looks at records only in its copy: what
/// was checked cannot change afterwards. Its own position is private. Only what the sink took is given back to the producer.
/// </summary>
internal sealed class RingReader
{
    /// <summary>How much is copied at once, unless one record needs more: fits the second-level cache with room to spare.</summary>
    public const int Stretch = 32 * 1024;

    private readonly MappedMemory _memory;
    private readonly RingLayout _layout;
    private readonly int _maxFragment;
    private long _head;
    private long _publishedHead;
    private long _tail;
    private ushort _number;

    public RingReader(MappedMemory memory, RingLayout layout)
    {
        Debug.Assert((layout.Capacity & (layout.Capacity - 1)) == 0, "a ring's capacity is a power of two");
        _memory = memory;
        _layout = layout;
        _maxFragment = layout.MaxFragment;
    }

    /// <summary>The position behind the last record taken.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>The least scratch <see cref="Drain"/> needs.</summary>
    public static int ScratchBytes(RingLayout layout) => Math.Max(Stretch, RecordLayout.Padded(layout.MaxFragment));

    /// <summary>Delivers what was published, up to about <paramref name="budget"/> bytes.</summary>
    /// <param name="scratch">Private memory, at least <see cref="ScratchBytes"/>.</param>
    /// <param name="sink">Takes the records.</param>
    /// <param name="budget">Bytes after which this turn ends.</param>
    /// <param name="flow">The sink's last answer.</param>
    /// <param name="bell">True: the producer waits for space that has come, a bell is due.</param>
    /// <returns>The bytes taken.</returns>
    /// <exception cref="LinkViolation">The producer's bytes broke a rule.</exception>
    public int Drain(byte[] scratch, IRecordSink sink, int budget, out LinkFlow flow, out bool bell)
    {
        flow = LinkFlow.More;
        bell = false;
        var start = _head;
        if (_head == _tail && !RefreshTail())
            return 0;
        try
        {
            while (flow == LinkFlow.More && _head - start < budget && (_head != _tail || RefreshTail()))
            {
                DrainStretch(scratch, sink, ref flow);
                bell |= PublishHead();
            }
        }
        finally
        {
            bell |= PublishHead();
        }
        return (int)(_head - start);
    }

    /// <summary>True when nothing more is published (a fresh look).</summary>
    public bool IsEmpty() => _head == _tail && !RefreshTail();

    /// <summary>The producer's published position (a fresh, checked look). Any thread that keeps the memory mapped.</summary>
    public long Published()
    {
        var head = Volatile.Read(ref _head);
        var tail = _memory.ReadInt64Acquire(_layout.Tail);
        return tail >= head && tail - head <= 2L * _layout.Capacity ? tail : head;
    }

    /// <summary>Says "asleep"; true when nothing had come meanwhile.</summary>
    public bool TryArm()
    {
        // SYNC asleep: pairs with RingWriter.Publish. Full fence: the second look at tail must not come before it.
        _memory.ExchangeInt64(_layout.WakeSeq, _head);
        if (FaultPoints.Enabled)
            FaultPoints.Hit(FaultPoints.ReaderArmed);
        return _memory.ReadInt64Acquire(_layout.Tail) == _head;
    }

    /// <summary>Says "awake": no bells are needed.</summary>
    public void Disarm() => _memory.WriteInt64Release(_layout.WakeSeq, RingLayout.Nobody);

    /// <summary>What the producer said about its end.</summary>
    /// <exception cref="LinkViolation">The cell holds no such value.</exception>
    public CloseCode ProducerClosed()
    {
        var code = _memory.ReadInt32Acquire(_layout.ProducerClosed);
        return code is >= 0 and <= (int)CloseCode.HandlerFailed
            ? (CloseCode)code
            : throw new LinkViolation($"producerClosed must be 0..{(int)CloseCode.HandlerFailed}: producerClosed={code}");
    }

    /// <summary>Says that nothing more will be read.</summary>
    public void Close() => _memory.ExchangeInt32(_layout.ConsumerClosed, 1);

    private bool RefreshTail()
    {
        // SYNC record-published: pairs with RingWriter.Publish.
        var tail = _memory.ReadInt64Acquire(_layout.Tail);
        if (tail < _tail || tail - _head > _layout.Capacity || (tail & (RecordLayout.Alignment - 1)) != 0)
            throw new LinkViolation($"a tail position must be a multiple of {RecordLayout.Alignment} between {_tail} and {_head + _layout.Capacity}: tail={tail}");
        _tail = tail;
        return tail != _head;
    }

    private void DrainStretch(byte[] scratch, IRecordSink sink, ref LinkFlow flow)
    {
        var available = (int)(_tail - _head);
        var bytes = Math.Min(available, Stretch);
        CopyOut(_head, scratch, 0, bytes);
        var at = 0;
        while (at < bytes)
        {
            var header = MemoryMarshal.Read<ulong>(scratch.AsSpan(at, RecordLayout.HeaderBytes));
            var length = CheckedLength(header);
            var padded = RecordLayout.Padded(length);
            if (padded > bytes - at)
            {
                if (padded > available - at)
                    throw new LinkViolation($"a record must lie inside what was published: record={padded} published={available - at}");
                if (at > 0)
                    break; // Its rest comes with the next stretch.
                CopyOut(_head + bytes, scratch, bytes, padded - bytes);
                bytes = padded;
            }
            flow = sink.OnRecord(RecordLayout.Flags(header), scratch.AsSpan(at + RecordLayout.HeaderBytes, length));
            if (flow == LinkFlow.Again)
                return;
            _number++;
            at += padded;
            Volatile.Write(ref _head, _head + padded);
            if (flow == LinkFlow.Stop)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CheckedLength(ulong header)
    {
        // Kind, number and the unused flag bits in one comparison.
        const ulong mask = ~0UL << 32 & ~((ulong)RecordLayout.FlagWhole << 40);
        if ((header & mask) != RecordLayout.Header(0, RecordLayout.KindMessage, 0, _number) || RecordLayout.Length(header) > (uint)_maxFragment)
            throw new LinkViolation(RecordLayout.Explain(header, _number, _maxFragment));
        return (int)RecordLayout.Length(header);
    }

    private bool PublishHead()
    {
        var old = _publishedHead;
        var head = _head;
        if (old == head)
            return false;
        if (FaultPoints.Enabled)
            FaultPoints.Hit(FaultPoints.ReaderBeforeHead);
        _publishedHead = head;
        // SYNC space: pairs with RingWriter.AwaitSpace. Full fence: the look at needHead must not come before it.
        _memory.ExchangeInt64(_layout.Head, head);
        var need = _memory.ReadInt64Acquire(_layout.NeedHead);
        return old < need && need <= head;
    }

    private void CopyOut(long position, byte[] scratch, int offset, int count)
    {
        var at = position & (_layout.Capacity - 1);
        var first = (int)Math.Min(count, _layout.Capacity - at);
        _memory.Bytes(_layout.Data + at, first).CopyTo(scratch.AsSpan(offset));
        if (first < count)
            _memory.Bytes(_layout.Data, count - first).CopyTo(scratch.AsSpan(offset + first));
    }
}
