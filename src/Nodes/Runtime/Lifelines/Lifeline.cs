using System.Buffers;
using System.Text;
using ActorIpc.Links.Deaths;
using ActorIpc.Messages.Control;

namespace ActorIpc.Nodes.Lifelines;

/// <summary>
/// The tie between a node and its host, in both directions. Standard input tells the node: its first line is the launch line, its end-of-file means that the host is gone.
/// One thread of its own reads it, so that the end is noticed when the thread pool is blocked. That thread lives as long as the process, and so it holds the mark by which the kernel
/// tells the host that the node was killed.
/// </summary>
internal sealed class Lifeline
{
    private readonly ManualResetEventSlim _isRead = new(); // the launch line, or what there was instead
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Action? _onEnd;
    private Launch? _launch; // null until it is read, and when there was none
    private string? _problem; // null exactly when there is a launch

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

    /// <summary>Waits for the launch line. Blocks: nothing else can be done before it, and a task's machinery takes longer to be set up than the line to come.</summary>
    /// <param name="timeout">How long; whoever starts a node writes the line at once.</param>
    /// <param name="problem">Why there is none, when the result is null.</param>
    public Launch? ReadLaunch(TimeSpan timeout, out string? problem)
    {
        if (_isRead.Wait(timeout))
        {
            problem = _problem;
            return _launch;
        }
        problem = $"no launch line came on standard input within {timeout.TotalSeconds:0} s";
        return null;
    }

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
        if (!_isRead.IsSet)
            Take(null);
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
            Take(line.WrittenCount <= Launch.MaximumLength ? Encoding.UTF8.GetString(line.WrittenSpan) : "");
            line = new ArrayBufferWriter<byte>(); // The launch line carries the cookie: do not keep it.
        }
    }

    private void Take(string? line)
    {
        _ = Launch.TryParse(line, out _launch, out _problem);
        var mark = _launch?.DeathMark;
        _isRead.Set();
        if (mark is not null)
            _ = DeathMarkHolder.TryHold(mark.Path, mark.Index); // Without it the host knows of this process's end a little later.
    }
}
