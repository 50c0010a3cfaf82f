using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using ActorIpc.Links.Segments;

namespace ActorIpc.Links.Rings;

/// <summary>
/// The producer's end of a ring. Called by one thread at a time (under the link's writer gate). Its own position is private; what it reads from shared memory is
/// checked before use, and a wrong value sets <see cref="Violation"/>.
/// </summary>
internal sealed class RingWriter
{
    private readonly MappedMemory _memory;
    private readonly RingLayout _layout;
    private readonly int _capacity;
    private readonly long _mask;
    private long _tail;
    private long _published;
    private long _head;
    private ushort _number;
    private bool _waiting;

    public RingWriter(MappedMemory memory, RingLayout layout)
    {
        Debug.Assert((layout.Capacity & (layout.Capacity - 1)) == 0, "a ring's capacity is a power of two");
        _memory = memory;
        _layout = layout;
        _capacity = layout.Capacity;
        _mask = layout.Capacity - 1;
    }

    /// <summary>The position behind the last record written, published or not.</summary>
    public long Tail => _tail;

    /// <summary>Null, or what was wrong with the consumer's cell: the ring is then unusable.</summary>
    public string? Violation { get; private set; }

    /// <summary>Writes one record behind the last, without publishing it.</summary>
    /// <returns>False: there is no room now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPut(byte flags, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var length = first.Length + second.Length;
        var bytes = RecordLayout.Padded(length);
        if (!HasRoom(bytes))
            return false;
        var at = _tail & _mask;
        if (at + bytes > _capacity)
        {
            PutSplit(at, flags, first, second);
        }
        else
        {
            var record = _memory.Bytes(_layout.Data + at, bytes);
            BinaryPrimitives.WriteUInt64LittleEndian(record, RecordLayout.Header(length, RecordLayout.KindMessage, flags, _number));
            if (FaultPoints.Enabled)
                FaultPoints.Hit(FaultPoints.WriterHalfRecord);
            first.CopyTo(record[RecordLayout.HeaderBytes..]);
            if (second.Length != 0)
                second.CopyTo(record[(RecordLayout.HeaderBytes + first.Length)..]);
        }
        _number++;
        _tail += bytes;
        return true;
    }

    /// <summary>Room for one whole message, in the ring itself. False when there is none now, or none in one piece.</summary>
    public bool TryClaim(int length, out Span<byte> payload)
    {
        payload = default;
        var bytes = RecordLayout.Padded(length);
        var at = _tail & _mask;
        if (at + bytes > _capacity || !HasRoom(bytes))
            return false;
        payload = _memory.Bytes(_layout.Data + at + RecordLayout.HeaderBytes, length);
        return true;
    }

    /// <summary>Turns the claim into a record of <paramref name="length"/> bytes, without publishing it.</summary>
    public void CommitClaim(int length)
    {
        var at = _tail & _mask;
        _memory.WriteInt64(_layout.Data + at, (long)RecordLayout.Header(length, RecordLayout.KindMessage, RecordLayout.FlagWhole, _number));
        _number++;
        _tail += RecordLayout.Padded(length);
    }

    /// <summary>Makes everything written visible.</summary>
    /// <returns>True: the consumer sleeps and a bell is due.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Publish()
    {
        var old = _published;
        var tail = _tail;
        if (old == tail)
            return false;
        if (FaultPoints.Enabled)
            FaultPoints.Hit(FaultPoints.WriterBeforePublish);
        _published = tail;
        // SYNC record-published: pairs with RingReader.Drain. Full fence: the look at wakeSeq must not come before it (SYNC asleep).
        _memory.ExchangeInt64(_layout.Tail, tail);
        if (FaultPoints.Enabled)
            FaultPoints.Hit(FaultPoints.WriterAfterPublish);
        // SYNC asleep: pairs with RingReader.TryArm.
        var wake = _memory.ReadInt64Acquire(_layout.WakeSeq);
        return old <= wake && wake < tail;
    }

    /// <summary>Asks for a bell when a record of that payload fits. Everything written must have been published.</summary>
    /// <returns>True: it fits already, no bell will come.</returns>
    public bool AwaitSpace(int length)
    {
        Debug.Assert(_published == _tail, "a writer waits for space only when everything is published, or the consumer would never make any");
        _waiting = true;
        // SYNC space: pairs with RingReader.PublishHead. Full fence: the second look at head must not come before it.
        _memory.ExchangeInt64(_layout.NeedHead, _tail - _capacity + RecordLayout.Padded(length));
        RefreshHead();
        return Violation is null && _tail + RecordLayout.Padded(length) - _head <= _capacity;
    }

    /// <summary>Nobody waits for space any more.</summary>
    public void ForgetSpace()
    {
        if (!_waiting)
            return;
        _waiting = false;
        _memory.WriteInt64Release(_layout.NeedHead, RingLayout.Nobody);
    }

    /// <summary>True when the consumer has taken everything that was published.</summary>
    public bool IsDrained()
    {
        RefreshHead();
        return Violation is null && _head == _published;
    }

    /// <summary>Says that nothing more will be written, and why.</summary>
    public void Close(CloseCode code) => _memory.ExchangeInt32(_layout.ProducerClosed, (int)code);

    /// <summary>True when the consumer said that it will read nothing more.</summary>
    public bool ConsumerClosed => _memory.ReadInt32Acquire(_layout.ConsumerClosed) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasRoom(int bytes)
    {
        if (_tail + bytes - _head <= _capacity)
            return true;
        RefreshHead();
        return Violation is null && _tail + bytes - _head <= _capacity;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefreshHead()
    {
        var head = _memory.ReadInt64Acquire(_layout.Head);
        if (head < _head || head > _published || (head & (RecordLayout.Alignment - 1)) != 0)
            Violation ??= $"a head position must be a multiple of {RecordLayout.Alignment} between {_head} and {_published}: head={head}";
        else
            _head = head;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PutSplit(long at, byte flags, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        // Positions are multiples of 8, so the header itself is never split.
        _memory.WriteInt64(_layout.Data + at, (long)RecordLayout.Header(first.Length + second.Length, RecordLayout.KindMessage, flags, _number));
        if (FaultPoints.Enabled)
            FaultPoints.Hit(FaultPoints.WriterHalfRecord);
        var next = CopySplit(at + RecordLayout.HeaderBytes, first);
        CopySplit(next, second);
    }

    private long CopySplit(long at, ReadOnlySpan<byte> bytes)
    {
        at &= _mask;
        var head = (int)Math.Min(bytes.Length, _capacity - at);
        bytes[..head].CopyTo(_memory.Bytes(_layout.Data + at, head));
        bytes[head..].CopyTo(_memory.Bytes(_layout.Data, bytes.Length - head));
        return at + bytes.Length;
    }
}
