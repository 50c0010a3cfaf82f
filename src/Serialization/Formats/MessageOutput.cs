using System.Buffers;
using System.Runtime.CompilerServices;

namespace ActorIpc.Serialization.Formats;

/// <summary>
/// The stream a message is written to: it grows to a bound, and it ends the recursion of a graph without end (a cycle, or very deep nesting)
/// with an exception while the thread still has stack to handle it.
/// </summary>
internal sealed class MessageOutput : Stream
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1024);
    private int _count;

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

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _count);

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
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
        base.Dispose(disposing);
    }

    private void Reserve(int count)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (count <= _buffer.Length - _count)
            return;
        var needed = (long)_count + count;
        if (needed > HyperionFormat.MaximumLength)
            throw new MalformedMessageException($"a message has at most {HyperionFormat.MaximumLength} bytes: bytes={needed}");
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(HyperionFormat.MaximumLength, Math.Max(needed, 2L * _buffer.Length)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
