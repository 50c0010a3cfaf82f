using System.Buffers;
using System.Diagnostics;

namespace ActorIpc.Channels.Ends;

/// <summary>
/// The batches a writer has finished and still holds, in order: those the link has not taken and, where they are kept for a next life of the reader, those it has taken
/// and nobody has acknowledged.
/// </summary>
/// <param name="keeps">True: a batch stays until it is acknowledged.</param>
/// <param name="limit">Bytes that may be held; a single batch always may.</param>
internal sealed class OutboundBatches(bool keeps, int limit)
{
    private const int MostSpare = 8;

    private readonly List<Batch> _batches = [];
    private readonly Stack<byte[]> _spare = new();
    private int _start; // batches before it are gone
    private int _unsent; // the first that the current link has not taken

    /// <summary>Bytes held.</summary>
    public long Bytes { get; private set; }

    /// <summary>True: another batch may come.</summary>
    public bool HasRoom => Bytes < limit;

    /// <summary>True: the link has not taken all.</summary>
    public bool HasUnsent => _unsent < _batches.Count;

    /// <summary>The next batch for the link; there must be one.</summary>
    public ReadOnlySpan<byte> NextUnsent => _batches[_unsent].Record;

    /// <summary>A buffer for another batch.</summary>
    public byte[] TakeBuffer() => _spare.TryPop(out var buffer) ? buffer : new byte[BatchBuffer.Ordinary];

    /// <summary>Adds a finished batch.</summary>
    /// <param name="buffer">Its bytes; taken over.</param>
    /// <param name="length">How many of them.</param>
    /// <param name="end">The sequence number after its last.</param>
    /// <param name="isRented">Whether the buffer comes from the shared pool, as those of large items do.</param>
    public void Add(byte[] buffer, int length, long end, bool isRented = false)
    {
        Debug.Assert(_batches.Count == _start || _batches[^1].End <= end, "batches are in the order of their sequence numbers");
        _batches.Add(new Batch(buffer, length, end, isRented));
        Bytes += length;
    }

    /// <summary>The link has taken the next batch.</summary>
    public void Sent()
    {
        _unsent++;
        if (!keeps)
            DropTo(_unsent);
    }

    /// <summary>Everything below is acknowledged.</summary>
    public void Acknowledge(long sequence)
    {
        var to = _start;
        while (to < _unsent && _batches[to].End <= sequence)
            to++;
        DropTo(to);
    }

    /// <summary>There is a new link: everything from a sequence number on has to go over it.</summary>
    public void Rewind(long sequence)
    {
        for (_unsent = _start; _unsent < _batches.Count && _batches[_unsent].End <= sequence;)
            _unsent++;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _batches.Clear();
        _spare.Clear();
        _start = _unsent = 0;
        Bytes = 0;
    }

    private void DropTo(int to)
    {
        for (; _start < to; _start++)
        {
            var batch = _batches[_start];
            Bytes -= batch.Length;
            if (batch.IsRented)
                ArrayPool<byte>.Shared.Return(batch.Buffer);
            else if (batch.Buffer.Length == BatchBuffer.Ordinary && _spare.Count < MostSpare)
                _spare.Push(batch.Buffer);
            _batches[_start] = default;
        }
        if (_start == _batches.Count || _start >= 64)
        {
            _batches.RemoveRange(0, _start);
            _unsent -= _start;
            _start = 0;
        }
    }

    /// <summary>One record.</summary>
    private readonly record struct Batch(byte[] Buffer, int Length, long End, bool IsRented)
    {
        public ReadOnlySpan<byte> Record => Buffer.AsSpan(0, Length);
    }
}
