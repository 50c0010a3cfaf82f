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

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new();
    private readonly Action<string> _onLine;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _tailBytes;

    private OutputCapture(Action<string> onLine) => _onLine = onLine;

    /// <summary>Completes when every process that held the stream has closed it and all of it has been handed on.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts to read.</summary>
    /// <param name="stream">The stream; read until its end.</param>
    /// <param name="name">A name for the thread.</param>
    /// <param name="onLine">Called for each line, without its end, on the reading thread.</param>
    public static OutputCapture Start(Stream stream, string name, Action<string> onLine)
    {
        var capture = new OutputCapture(onLine);
        new Thread(() => capture.Read(stream), maxStackSize: 256 * 1024) { IsBackground = true, Name = name }.Start();
        return capture;
    }

    /// <summary>The last lines, oldest first.</summary>
    /// <param name="lines">How many at the most.</param>
    public IReadOnlyList<string> Tail(int lines = int.MaxValue)
    {
        lock (_gate)
            return [.. _tail.Skip(Math.Max(0, _tail.Count - lines))];
    }

    private void Read(Stream stream)
    {
        var buffer = new byte[MaximumLine];
        var length = 0;
        try
        {
            for (int count; (count = stream.Read(buffer, length, buffer.Length - length)) > 0;)
            {
                length += count;
                length = HandOnLines(buffer, length);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The other end broke off: what came is what there is.
        }
        if (length > 0)
            HandOn(buffer.AsSpan(0, length));
        _ended.TrySetResult();
    }

    /// <summary>Hands on the whole lines at the buffer's start and moves the rest there; returns the rest's length.</summary>
    private int HandOnLines(byte[] buffer, int length)
    {
        var start = 0;
        for (int end; (end = buffer.AsSpan(start, length - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            HandOn(buffer.AsSpan(start, end));
        if (start == 0 && length == buffer.Length)
        {
            HandOn(buffer.AsSpan(0, length));
            return 0;
        }
        buffer.AsSpan(start, length - start).CopyTo(buffer);
        return length - start;
    }

    private void HandOn(ReadOnlySpan<byte> bytes)
    {
        var line = Encoding.UTF8.GetString(bytes.TrimEnd((byte)'\r'));
        lock (_gate)
        {
            _tail.Enqueue(line);
            _tailBytes += bytes.Length + 1;
            while (_tailBytes > KeptBytes && _tail.Count > 1)
                _tailBytes -= Encoding.UTF8.GetByteCount(_tail.Dequeue()) + 1;
        }
        _onLine(line);
    }
}
