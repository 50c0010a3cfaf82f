using System.IO.Pipes;
using System.Text;

namespace ActorIpc.Hosting.Processes;

/// <summary>
/// Reads one output stream of a process on a thread of its own, hands on whole lines and keeps the last of them. A line longer than
/// <see cref="MaximumLine"/> is cut into pieces of that size, so that a process without line ends cannot make the host grow.
/// </summary>
internal sealed class OutputCapture
{
    /// <summary>How much of the stream's end is kept, in bytes of UTF-8.</summary>
    public const int KeptBytes = 64 * 1024;

    /// <summary>The longest line handed on in one piece, in bytes.</summary>
    public const int MaximumLine = 16 * 1024;

    private readonly Stream _stream;
    private readonly Action<string> _onLine;
    private readonly Lock _reading = new(); // of the stream, and of what is not a whole line yet
    private readonly byte[] _buffer = new byte[MaximumLine];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _length; // of what is not a whole line yet

    private readonly Lock _gate = new(); // of the tail; never held while lines are handed on
    private readonly Queue<string> _tail = new();
    private int _tailBytes;
    private string? _unfinished; // what followed the last line when everything that was there had been read; null when nothing did, or that has not been looked for

    private OutputCapture(Stream stream, Action<string> onLine)
    {
        _stream = stream;
        _onLine = onLine;
    }

    /// <summary>Completes when every process that held the stream has closed it and all of it has been handed on.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts to read.</summary>
    /// <param name="stream">The stream; read until its end.</param>
    /// <param name="name">A name for the thread.</param>
    /// <param name="onLine">Called for each line, without its end, in order and by one thread at a time.</param>
    public static OutputCapture Start(Stream stream, string name, Action<string> onLine)
    {
        var capture = new OutputCapture(stream, onLine);
        new Thread(capture.Read, maxStackSize: 256 * 1024) { IsBackground = true, Name = name }.Start();
        return capture;
    }

    /// <summary>The last lines, oldest first.</summary>
    /// <param name="lines">How many at the most.</param>
    public IReadOnlyList<string> Tail(int lines = int.MaxValue)
    {
        lock (_gate)
        {
            IEnumerable<string> all = _unfinished is { } unfinished ? [.. _tail, unfinished] : _tail;
            return [.. all.TakeLast(lines)];
        }
    }

    /// <summary>
    /// Reads what is in the stream now, so that <see cref="Tail"/> knows all that a process wrote that cannot write any more, although the stream has not ended. At most
    /// <see cref="KeptBytes"/>, should somebody else still write.
    /// </summary>
    public void CatchUp()
    {
        lock (_reading)
        {
            if (_ended.Task.IsCompleted)
                return;
            try
            {
                for (int count, read = 0; read < KeptBytes && IsReadable(0) && (count = ReadSome()) > 0;)
                    read += count;
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The reading thread meets the same, and ends.
            }
            lock (_gate)
                _unfinished = _length > 0 ? Text(_buffer.AsSpan(0, _length)) : null;
        }
    }

    private void Read()
    {
        try
        {
            while (IsReadable(Timeout.Infinite))
            {
                lock (_reading)
                {
                    if (IsReadable(0) && ReadSome() == 0)
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The other end broke off, or the stream was let go: what came is what there is.
        }
        lock (_reading)
        {
            if (_length > 0)
                HandOn(_buffer.AsSpan(0, _length));
            _length = 0;
            _ended.TrySetResult();
        }
    }

    /// <summary>Whether a read would not wait. A stream that is no pipe is read at once.</summary>
    private bool IsReadable(int milliseconds) => _stream is not PipeStream pipe || PipePoll.IsReadable(pipe.SafePipeHandle, milliseconds);

    /// <summary>Reads once and hands on the whole lines; 0 at the stream's end.</summary>
    private int ReadSome()
    {
        var count = _stream.Read(_buffer, _length, _buffer.Length - _length);
        _length = HandOnLines(_length + count);
        return count;
    }

    /// <summary>Hands on the whole lines at the buffer's start and moves the rest there; returns the rest's length.</summary>
    private int HandOnLines(int length)
    {
        var start = 0;
        for (int end; (end = _buffer.AsSpan(start, length - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            HandOn(_buffer.AsSpan(start, end));
        if (start == 0 && length == _buffer.Length)
        {
            HandOn(_buffer.AsSpan(0, length));
            return 0;
        }
        _buffer.AsSpan(start, length - start).CopyTo(_buffer);
        return length - start;
    }

    private void HandOn(ReadOnlySpan<byte> bytes)
    {
        var line = Text(bytes);
        lock (_gate)
        {
            _unfinished = null;
            _tail.Enqueue(line);
            _tailBytes += bytes.Length + 1;
            while (_tailBytes > KeptBytes && _tail.Count > 1)
                _tailBytes -= Encoding.UTF8.GetByteCount(_tail.Dequeue()) + 1;
        }
        _onLine(line);
    }

    private static string Text(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line.TrimEnd((byte)'\r'));
}
