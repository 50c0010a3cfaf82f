using System.Runtime.CompilerServices;

namespace ActorIpc.Tests.Links.Doorbells;

/// <summary>The four threads.</summary>
internal static class T
{
    public const int WriterA = 0;
    public const int ReaderA = 1;
    public const int WriterB = 2;
    public const int ReaderB = 3;
}

/// <summary>Shared cells: stores to them go through the storing thread's buffer. needHead and the wake cells are stored one higher than they are, 0 is "nobody".</summary>
internal static class M
{
    public const int TailAb = 0;
    public const int HeadAb = 1;
    public const int NeedHead = 2;
    public const int WakeAb = 3;
    public const int TailBa = 4;
    public const int WakeBa = 5;
    public const int Spill = 6;
    public const int Lock = 7;
    public const int Count = 8;
}

/// <summary>Private fields: program counters, positions of one thread or under the gate, and the two sockets (the kernel's memory).</summary>
internal static class F
{
    public const int PcWriterA = M.Count;
    public const int PcReaderA = M.Count + 1;
    public const int PcWriterB = M.Count + 2;
    public const int PcReaderB = M.Count + 3;
    public const int WrittenA = M.Count + 4;
    public const int TailP = M.Count + 5;
    public const int DeliveredBa = M.Count + 6;
    public const int WrittenB = M.Count + 7;
    public const int DeliveredAb = M.Count + 8;
    public const int OldHead = M.Count + 9;
    public const int SocketAb = M.Count + 10;
    public const int SocketBa = M.Count + 11;
    public const int Count = M.Count + 12;
}

/// <summary>One state: 20 fields and four store buffers of up to five stores, one byte each (a store is its cell and its value).</summary>
[InlineArray(Bytes)]
internal struct ModelBytes
{
    public const int Bytes = F.Count + (ModelState.Threads * (1 + ModelState.BufferSize));
    private byte _first;
}

/// <summary>A state of the model, comparable.</summary>
internal struct ModelState : IEquatable<ModelState>
{
    public const int Threads = 4;
    public const int BufferSize = 4;

    private ModelBytes _bytes;

    public byte this[int field]
    {
        readonly get => _bytes[field];
        set => _bytes[field] = value;
    }

    public static ModelState Start() => default;

    public readonly int Buffered(int thread) => _bytes[BufferAt(thread)];

    /// <summary>What the thread sees: its own latest buffered store, or memory.</summary>
    public readonly byte Load(int thread, int cell)
    {
        var at = BufferAt(thread);
        for (var i = _bytes[at]; i > 0; i--)
        {
            if (_bytes[at + i] >> 4 == cell)
                return (byte)(_bytes[at + i] & 15);
        }
        return _bytes[cell];
    }

    /// <summary>A plain store: into the buffer; a full buffer lets its oldest store out first.</summary>
    public void Store(int thread, int cell, byte value)
    {
        var at = BufferAt(thread);
        if (_bytes[at] == BufferSize)
            DrainOne(thread);
        _bytes[at + ++_bytes[at]] = (byte)((cell << 4) | value);
    }

    /// <summary>A store with a full fence: possible when the buffer is empty.</summary>
    public bool Exchange(int thread, int cell, byte value)
    {
        if (Buffered(thread) > 0)
            return false;
        _bytes[cell] = value;
        return true;
    }

    /// <summary>The oldest buffered store reaches memory.</summary>
    public void DrainOne(int thread)
    {
        var at = BufferAt(thread);
        _bytes[_bytes[at + 1] >> 4] = (byte)(_bytes[at + 1] & 15);
        for (var i = 1; i < _bytes[at]; i++)
            _bytes[at + i] = _bytes[at + i + 1];
        _bytes[at + _bytes[at]] = 0;
        _bytes[at]--;
    }

    public readonly bool Equals(ModelState other) => ((ReadOnlySpan<byte>)_bytes).SequenceEqual(other._bytes);

    public override readonly bool Equals(object? obj) => obj is ModelState other && Equals(other);

    public override readonly int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    public override readonly string ToString() => Convert.ToHexString(_bytes);

    private static int BufferAt(int thread) => F.Count + (thread * (1 + BufferSize));
}
