namespace ActorIpc.Serialization.Formats;

/// <summary>The bytes of a message as a stream, for a library that reads nothing else. A thread uses one again and again: what is read is copied into it.</summary>
internal sealed class MessageInput : Stream
{
    private const int Kept = 64 * 1024;

    [ThreadStatic]
    private static MessageInput? _ofThread;

    private byte[] _bytes = [];
    private int _count;
    private int _at;

    private MessageInput()
    {
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => _count;

    /// <inheritdoc/>
    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    /// <summary>A stream of these bytes from one of them on.</summary>
    public static MessageInput Rent(ReadOnlySpan<byte> bytes)
    {
        var input = _ofThread ?? new MessageInput();
        _ofThread = null; // A message that makes another while it is read gets another one.
        if (input._bytes.Length < bytes.Length)
            input._bytes = GC.AllocateUninitializedArray<byte>(Math.Max(bytes.Length, 256));
        bytes.CopyTo(input._bytes);
        (input._count, input._at) = (bytes.Length, 0);
        return input;
    }

    /// <summary>Gives it back to the thread.</summary>
    public void Return()
    {
        if (_bytes.Length > Kept)
            _bytes = [];
        _ofThread = this;
    }

    /// <inheritdoc/>
    public override int ReadByte() => _at < _count ? _bytes[_at++] : -1;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _count - _at);
        _bytes.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
