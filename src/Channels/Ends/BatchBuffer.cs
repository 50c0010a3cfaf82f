using System.Buffers;
using ActorIpc.Channels.Protocol;

namespace ActorIpc.Channels.Ends;

/// <summary>The batch a writer fills: room for a header, then items. Grows for an item that needs it, within the limit of one item.</summary>
internal sealed class BatchBuffer : IBufferWriter<byte>
{
    /// <summary>A batch leaves when it has so many bytes.</summary>
    public const int Full = 16 * 1024;

    /// <summary>The size of an ordinary buffer: room for the item that makes it full.</summary>
    public const int Ordinary = Full + 2048;

    private int _limit;

    public byte[] Bytes { get; private set; } = new byte[Ordinary];

    public int Length { get; set; } = ChannelRecords.ItemsHeader;

    public int Count { get; set; }

    public bool IsFull => Length >= Full;

    /// <summary>Whether <see cref="Bytes"/> comes from the shared pool: it has grown.</summary>
    public bool IsRented => Bytes.Length != Ordinary;

    /// <summary>The room there is without growing.</summary>
    public Span<byte> Rest => Bytes.AsSpan(Length);

    /// <summary>An item of at most so many bytes follows.</summary>
    public void BeginItem(int maxItem) => _limit = Length + maxItem;

    /// <summary>The bytes are somebody else's now.</summary>
    /// <param name="next">Those of the next batch.</param>
    public void Replace(byte[] next)
    {
        Bytes = next;
        Length = ChannelRecords.ItemsHeader;
        Count = 0;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > Bytes.Length - Length)
            throw new InvalidOperationException($"a format writes into the room it asked for: bytes={count} room={Bytes.Length - Length}");
        Length += count;
        if (Length > _limit)
            throw TooLong(Length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return Bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return Bytes.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed <= Bytes.Length)
            return;
        // A format may ask for more than it will use: three bytes a letter of a text. What it uses is checked when it has.
        if (needed > 4L * _limit)
            throw TooLong(needed);
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, 2L * Bytes.Length), Math.Max(needed, 4L * _limit)));
        Bytes.AsSpan(0, Length).CopyTo(larger);
        if (IsRented)
            ArrayPool<byte>.Shared.Return(Bytes);
        Bytes = larger;
    }

    private ArgumentException TooLong(int end) => new($"an item must not be longer than MaxItem: over by at least {end - _limit} bytes");
}
