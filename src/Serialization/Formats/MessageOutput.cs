using System.Buffers;
using System.Runtime.CompilerServices;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// Where a message is written to, as a stream or a buffer: it grows to a bound, is used again, and ends the recursion of a graph without end (a cycle, or very deep nesting) with an
/// exception while the thread still has stack to handle it. Not safe for use by several threads at once.
/// </summary>
public sealed class MessageOutput : Stream, IBufferWriter<byte>
{
    /// <summary>The largest message in bytes, in both directions. What a transport accepts is usually less.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    /// <summary>What a thread keeps for its next message; a rare large one is given back.</summary>
    private const int Kept = 64 * 1024;

    private const int Initial = 1024;

    [ThreadStatic]
    private static MessageOutput? _ofThread;

    private byte[] _buffer = new byte[Initial];
    private int _count;

    private MessageOutput()
    {
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _count;

    /// <inheritdoc/>
    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    /// <summary>What was written; valid until the next write, and until <see cref="Return"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _count);

    /// <summary>An empty output, which the thread has kept when it is not in use (a serializer may tell another message while it writes one).</summary>
    public static MessageOutput Rent()
    {
        var output = _ofThread ?? new MessageOutput();
        _ofThread = null;
        return output;
    }

    /// <summary>Gives it back to the thread; it must not be used any more.</summary>
    public void Return()
    {
        _count = 0;
        if (_buffer.Length > Kept)
            _buffer = new byte[Initial];
        _ofThread = this;
    }

    /// <summary>Forgets what was written behind a length.</summary>
    internal void Truncate(int length) => _count = length;

    /// <inheritdoc/>
    public override void WriteByte(byte value)
    {
        Reserve(1);
        _buffer[_count++] = value;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Reserve(buffer.Length);
        buffer.CopyTo(_buffer.AsSpan(_count));
        _count += buffer.Length;
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _buffer.AsSpan(_count);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _buffer.AsMemory(_count);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _count);
        _count += count;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Reserve(int count)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (count > _buffer.Length - _count)
            Grow(count);
    }

    private void Grow(int count)
    {
        var needed = (long)_count + count;
        if (needed > MaximumLength)
            // A cycle ends here when the compiler has made a loop of the recursion through a last member; else at the end of the stack.
            throw new MalformedMessageException($"a message has at most {MaximumLength} bytes, and its values are without cycles: bytes={needed}");
        Array.Resize(ref _buffer, (int)Math.Min(MaximumLength, Math.Max(needed, 2L * _buffer.Length)));
    }
}
