namespace ActorIpc.Hosting.ControlSockets;

/// <summary>Reads lines from a stream, none longer than a bound. For one reader at a time.</summary>
/// <param name="stream">The stream.</param>
/// <param name="maximum">The longest line in bytes.</param>
internal sealed class BoundedLines(Stream stream, int maximum)
{
    private byte[] _buffer = new byte[4096];
    private int _start; // what has been read and not been handed out is _buffer[_start.._end]
    private int _end;

    /// <summary>Reads up to the next line feed.</summary>
    /// <param name="cancellation">Ends the reading; the reader is then of no use any more.</param>
    /// <returns>The line's bytes without the line feed, valid until the next call; null when the stream ended without one.</returns>
    /// <exception cref="InvalidDataException">The line is longer than the bound.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        var looked = 0;
        while (true)
        {
            var end = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = _buffer.AsMemory(_start, looked + end);
                _start += looked + end + 1;
                return line;
            }
            looked = _end - _start;
            if (looked > maximum)
                throw new InvalidDataException($"a line must not be longer than {maximum} bytes: read={looked}");
            MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
            if (count == 0)
                return null;
            _end += count;
        }
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length)
            return;
        var kept = _end - _start;
        var target = kept > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, kept).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, kept);
    }
}
