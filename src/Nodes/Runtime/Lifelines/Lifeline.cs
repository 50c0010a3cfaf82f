using System.Buffers;
using System.Text;
using ActorIpc.Messages.Control;

namespace ActorIpc.Nodes.Lifelines;

/// <summary>
/// Standard input as the tie between a node and its host: its first line is the launch line, its end-of-file means that the host is gone.
/// One thread of its own reads it, so that the end is noticed when the thread pool is blocked.
/// </summary>
internal sealed class Lifeline
{
    private readonly ManualResetEventSlim _hasFirstLine = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Action? _onEnd;
    private string? _firstLine; // null until there is one, and when there was none

    private Lifeline()
    {
    }

    /// <summary>Completes when standard input has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts to read standard input and takes it away from the program, whose own <see cref="Console.In"/> is empty from now on.</summary>
    public static Lifeline Open()
    {
        var lifeline = new Lifeline();
        var input = Console.OpenStandardInput();
        Console.SetIn(TextReader.Null);
        new Thread(() => lifeline.Read(input)) { IsBackground = true, Name = "actoripc-lifeline" }.Start();
        return lifeline;
    }

    /// <summary>Waits for the first line. Blocks: nothing else can be done before it, and a task's machinery takes longer to be set up than the line to come.</summary>
    /// <param name="timeout">How long; whoever starts a node writes the line at once.</param>
    /// <returns>The line; null when standard input ended without one.</returns>
    /// <exception cref="TimeoutException">No line came in time.</exception>
    public string? ReadFirstLine(TimeSpan timeout) => _hasFirstLine.Wait(timeout) ? _firstLine : throw new TimeoutException();

    /// <summary>Sets what the reading thread does when standard input ends; done at once when it already has.</summary>
    /// <param name="action">Runs on a thread of its own and may block.</param>
    public void OnEnd(Action action)
    {
        _onEnd = action;
        if (_ended.Task.IsCompleted && Interlocked.Exchange(ref _onEnd, null) is { } late)
            new Thread(() => late()) { IsBackground = true, Name = "actoripc-lifeline-end" }.Start();
    }

    private void Read(Stream input)
    {
        try
        {
            ReadToEnd(input);
        }
        catch (IOException)
        {
            // A broken standard input is an ended one.
        }
        _hasFirstLine.Set();
        _ended.TrySetResult();
        Interlocked.Exchange(ref _onEnd, null)?.Invoke();
    }

    private void ReadToEnd(Stream input)
    {
        var line = new ArrayBufferWriter<byte>();
        var buffer = new byte[4096];
        var inFirstLine = true;
        for (int count; (count = input.Read(buffer)) > 0;)
        {
            if (!inFirstLine)
                continue; // Nothing is said after the launch line.
            var end = buffer.AsSpan(0, count).IndexOf((byte)'\n');
            line.Write(buffer.AsSpan(0, end < 0 ? count : end));
            if (end < 0 && line.WrittenCount <= Launch.MaximumLength)
                continue;
            inFirstLine = false;
            _firstLine = line.WrittenCount <= Launch.MaximumLength ? Encoding.UTF8.GetString(line.WrittenSpan) : "";
            _hasFirstLine.Set();
            line = new ArrayBufferWriter<byte>(); // The launch line carries the cookie: do not keep it.
        }
    }
}
