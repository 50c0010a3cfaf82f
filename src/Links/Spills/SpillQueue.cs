using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActorIpc.Links.Spills;

/// <summary>
/// A first-in first-out queue of whole messages that wait for room, in pooled blocks; a message is never split between blocks and leaves piece by piece.
/// Bounded for its link and, through a budget, for the process. Used under the link's writer gate.
/// </summary>
/// <param name="limit">Bytes this queue may hold.</param>
/// <param name="reserve">What control records may use above it.</param>
/// <param name="budget">The process's bound.</param>
internal sealed class SpillQueue(long limit, long reserve, SpillBudget budget)
{
    private const int BlockBytes = 64 * 1024;
    private const int PrefixBytes = sizeof(int);

    private readonly Queue<Block> _blocks = new();
    private Block? _last;
    private int _offset;

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => Bytes == 0;

    /// <summary>Bytes that wait, with four per message.</summary>
    public long Bytes { get; private set; }

    /// <summary>True while no more than half of the bound is used: a refused writer may try again.</summary>
    public bool HasSlack => Bytes <= limit / 2;

    /// <summary>Adds one message of two parts at the end.</summary>
    /// <param name="first">Its first part.</param>
    /// <param name="second">Its second part.</param>
    /// <param name="sent">How many of its bytes have already left.</param>
    /// <param name="recordClass">Whether it may use the reserve.</param>
    /// <returns>False: it would pass a bound. A message that has begun to leave is always taken.</returns>
    public bool TryAdd(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int sent, RecordClass recordClass)
    {
        var length = first.Length + second.Length - sent;
        var bytes = length + PrefixBytes;
        // An empty queue takes any one message: a bound smaller than a message would let none pass, and a refusal always means that something waits whose
        // leaving is told. A message that has begun to leave is taken because its beginning cannot be taken back.
        var extra = Bytes == 0 || sent > 0 ? long.MaxValue / 2 : recordClass == RecordClass.Control ? reserve : 0;
        if (Bytes + bytes > limit + extra || !budget.TryTake(bytes, extra))
            return false;
        var block = BlockFor(bytes);
        var at = block.Data.AsSpan(block.Written, bytes);
        MemoryMarshal.Write(at, sent > 0 ? ~length : length);
        at = at[PrefixBytes..];
        if (sent < first.Length)
        {
            first[sent..].CopyTo(at);
            second.CopyTo(at[(first.Length - sent)..]);
        }
        else
        {
            second[(sent - first.Length)..].CopyTo(at);
        }
        block.Written += bytes;
        Bytes += bytes;
        return true;
    }

    /// <summary>What is left of the first message.</summary>
    /// <param name="begins">True: nothing of it has left.</param>
    public ReadOnlySpan<byte> Peek(out bool begins)
    {
        Debug.Assert(!IsEmpty, "only a queue that holds a message can be looked into");
        var block = _blocks.Peek();
        var prefix = MemoryMarshal.Read<int>(block.Data.AsSpan(block.Read));
        begins = prefix >= 0 && _offset == 0;
        var length = prefix >= 0 ? prefix : ~prefix;
        return block.Data.AsSpan(block.Read + PrefixBytes + _offset, length - _offset);
    }

    /// <summary>Bytes of the first message have left; with the last of them the message goes.</summary>
    public void Advance(int bytes)
    {
        var left = Peek(out _).Length - bytes;
        Debug.Assert(left >= 0, "no more leaves than is there");
        _offset += bytes;
        if (left > 0)
            return;
        var block = _blocks.Peek();
        var whole = PrefixBytes + _offset;
        block.Read += whole;
        _offset = 0;
        Bytes -= whole;
        budget.Return(whole);
        if (block.Read < block.Written)
            return;
        _blocks.Dequeue();
        ArrayPool<byte>.Shared.Return(block.Data);
        if (ReferenceEquals(block, _last))
            _last = null;
    }

    /// <summary>Forgets everything.</summary>
    /// <returns>The bytes that were lost.</returns>
    public long Clear()
    {
        var lost = Bytes;
        budget.Return(lost);
        Bytes = 0;
        _offset = 0;
        _last = null;
        while (_blocks.TryDequeue(out var block))
            ArrayPool<byte>.Shared.Return(block.Data);
        return lost;
    }

    private Block BlockFor(int bytes)
    {
        if (_last is { } last && last.Data.Length - last.Written >= bytes)
            return last;
        _last = new Block(ArrayPool<byte>.Shared.Rent(Math.Max(BlockBytes, bytes)));
        _blocks.Enqueue(_last);
        return _last;
    }

    /// <summary>Some messages, each behind its length; a negative length (its complement) is the rest of a message whose beginning has left.</summary>
    private sealed class Block(byte[] data)
    {
        public byte[] Data { get; } = data;

        public int Read { get; set; }

        public int Written { get; set; }
    }
}
