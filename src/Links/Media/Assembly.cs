using System.Buffers;
using ActorIpc.Links.Rings;

namespace ActorIpc.Links.Media;

/// <summary>Puts the fragments of a large message together, within the message limit. Reader thread only.</summary>
/// <param name="maxMessage">The limit, in bytes.</param>
internal sealed class Assembly(int maxMessage) : IDisposable
{
    private byte[] _buffer = [];
    private int _length;

    /// <summary>True while a message has begun and not ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What is there of the message.</summary>
    public ReadOnlySpan<byte> Message => _buffer.AsSpan(0, _length);

    /// <summary>Adds a fragment.</summary>
    /// <exception cref="LinkViolation">It does not belong here, or the message is too long.</exception>
    public void Add(byte flags, ReadOnlySpan<byte> fragment)
    {
        var begins = (flags & RecordLayout.FlagBegin) != 0;
        if (begins == IsOpen)
            throw new LinkViolation($"a fragment must begin a message exactly when none is open: begins={begins} open={IsOpen}");
        if (fragment.Length > maxMessage - _length)
            throw new LinkViolation($"a message must not be longer than agreed: bytes>={_length + (long)fragment.Length} agreed={maxMessage}");
        IsOpen = true;
        Grow(_length + fragment.Length);
        fragment.CopyTo(_buffer.AsSpan(_length));
        _length += fragment.Length;
    }

    /// <summary>Takes the last fragment off again: it will come once more.</summary>
    public void Undo(int length)
    {
        _length -= length;
        IsOpen = _length > 0 || length == 0;
    }

    /// <summary>The message has been taken.</summary>
    public void Clear()
    {
        IsOpen = false;
        _length = 0;
        // A buffer is kept between large messages, but not a huge one.
        if (_buffer.Length > 1024 * 1024)
            Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Grow(int needed)
    {
        if (needed <= _buffer.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(needed, 2 * _buffer.Length), Math.Max(needed, maxMessage)));
        Message.CopyTo(larger);
        Dispose();
        _buffer = larger;
    }
}
