using System.Buffers;

namespace ActorIpc.Channels.Ends;

/// <summary>
/// Received batches on their way from the link's reader thread to the program. Small ones that come before the program has taken the last are put behind it: a buffer holds many of
/// them, and the program meets fewer. Under the end's gate.
/// </summary>
internal sealed class InboundBatches
{
    private const int MostSpare = 16;

    private readonly Queue<InboundBatch> _batches = new(); // all but the last
    private readonly Stack<byte[]> _spare = new();
    private InboundBatch _last;
    private bool _hasLast;

    /// <summary>Bytes that wait, those of the batch the program is at included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Items that wait, those of the batch the program is at not included.</summary>
    public int Items { get; private set; }

    /// <summary>Batches that wait.</summary>
    public int Count => _batches.Count + (_hasLast ? 1 : 0);

    /// <summary>Keeps a copy of a batch.</summary>
    /// <param name="items">Its items.</param>
    /// <param name="count">How many.</param>
    /// <param name="skip">How many at its beginning are here already.</param>
    /// <param name="sequence">The sequence number of its first.</param>
    /// <param name="epoch">Which session of those this end has had.</param>
    public void Add(ReadOnlySpan<byte> items, int count, int skip, long sequence, int epoch)
    {
        Bytes += items.Length;
        Items += count - skip;
        if (_hasLast && skip == 0 && epoch == _last.Epoch && sequence == _last.Sequence + _last.Count && items.Length <= _last.Buffer.Length - _last.Length)
        {
            items.CopyTo(_last.Buffer.AsSpan(_last.Length));
            _last = _last with { Length = _last.Length + items.Length, Count = _last.Count + count };
            return;
        }
        var buffer = items.Length <= BatchBuffer.Ordinary ? _spare.TryPop(out var spare) ? spare : new byte[BatchBuffer.Ordinary] : ArrayPool<byte>.Shared.Rent(items.Length);
        items.CopyTo(buffer);
        if (_hasLast)
            _batches.Enqueue(_last);
        (_last, _hasLast) = (new InboundBatch(buffer, items.Length, count, skip, sequence, epoch), true);
    }

    /// <summary>Takes the next batch, if there is one.</summary>
    public bool TryTake(out InboundBatch batch)
    {
        if (!_batches.TryDequeue(out batch))
        {
            if (!_hasLast)
                return false;
            batch = _last;
            (_last, _hasLast) = (default, false);
        }
        Items -= batch.Count - batch.Skip;
        return true;
    }

    /// <summary>The program is through with a batch.</summary>
    public void Return(InboundBatch batch)
    {
        Bytes -= batch.Length;
        if (batch.Buffer.Length != BatchBuffer.Ordinary)
            ArrayPool<byte>.Shared.Return(batch.Buffer);
        else if (_spare.Count < MostSpare)
            _spare.Push(batch.Buffer);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _batches.Clear();
        (_last, _hasLast) = (default, false);
        _spare.Clear();
        Bytes = Items = 0;
    }
}

/// <summary>Some items as they came.</summary>
/// <param name="Buffer">Holds their bytes at its beginning.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Count">How many items.</param>
/// <param name="Skip">How many of them, at the beginning, the program has had already.</param>
/// <param name="Sequence">The sequence number of the first.</param>
/// <param name="Epoch">Which of the sessions this end has had.</param>
internal readonly record struct InboundBatch(byte[] Buffer, int Length, int Count, int Skip, long Sequence, int Epoch);
