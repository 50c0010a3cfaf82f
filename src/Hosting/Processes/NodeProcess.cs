using System.Diagnostics;
using System.Text;
using ActorIpc.Links.Deaths;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Processes;

/// <summary>
/// A real process and its group. Its end is known from the process handle, and before that from its death mark when it was killed; then what is left of the group is killed, so that grandchildren
/// go too, and its output is read to the end, or let go when somebody outside the group still holds it.
/// </summary>
internal sealed class NodeProcess : INodeProcess
{
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GroupLook = TimeSpan.FromMilliseconds(1);

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int?> _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new(); // no signal may go to a pid that has been reaped and perhaps used again
    private OutputCapture _output = null!; // set before Start returns
    private OutputCapture _error = null!;

    private NodeProcess(Process process) => _process = process;

    /// <inheritdoc/>
    public ProcessIdentity Identity { get; private set; }

    /// <inheritdoc/>
    public Task<int> Exited => _exited.Task;

    /// <inheritdoc/>
    public Task<int?> Killed => _killed.Task;

    /// <inheritdoc/>
    public Task<bool> Over { get; private set; } = Task.FromResult(true);

    /// <summary>Starts a prepared process; call on the spawning thread.</summary>
    /// <param name="process">The process, not started.</param>
    /// <param name="start">What it is.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The system refuses to start it.</exception>
    public static NodeProcess Start(Process process, ProcessStart start)
    {
        var node = new NodeProcess(process);
        process.Exited += (_, _) => node.OnExited();
        process.Start();
        node.Identity = new ProcessIdentity(ProcessIdentity.CurrentBootId, process.Id, ProcessIdentity.StartStampOf(process.Id) ?? 0);
        node._output = OutputCapture.Start(process.StandardOutput.BaseStream, $"{start.Label} stdout", line => start.OnLine(line, false));
        node._error = OutputCapture.Start(process.StandardError.BaseStream, $"{start.Label} stderr", line => start.OnLine(line, true));
        node.Over = node.EndAsync(start.DeathMark);
        if (start.DeathMark is { } mark)
            _ = node.DieAsync(mark);
        // A program that reads nothing blocks this when the line is longer than the pipe: that must be neither the spawning thread nor one of the pool's,
        // of which there are few and on which the supervisor lives.
        new Thread(() => WriteFirstLine(process, start), maxStackSize: 256 * 1024) { IsBackground = true, Name = $"{start.Label} stdin" }.Start();
        return node;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ErrorTail(int lines) => _error.Tail(lines);

    /// <inheritdoc/>
    public bool Signal(int signal)
    {
        lock (_gate)
            return !HasEnded && ProcessSignals.TrySend(Identity.Pid, signal);
    }

    /// <inheritdoc/>
    public void Kill()
    {
        lock (_gate)
        {
            if (HasEnded)
                return;
            // The group may not exist yet: a node makes it first thing, but it may have been stopped before.
            ProcessSignals.TrySendToGroup(Identity.Pid, ProcessSignals.Kill);
            ProcessSignals.TrySend(Identity.Pid, ProcessSignals.Kill);
        }
    }

    private bool HasEnded => _exited.Task.IsCompleted || _process.HasExited;

    private static void WriteFirstLine(Process process, ProcessStart start)
    {
        try
        {
            var input = process.StandardInput.BaseStream;
            input.Write(Encoding.UTF8.GetBytes(start.FirstLine + "\n"));
            input.Flush();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The process has ended already, or has even been let go; its exit code says more than the broken pipe.
        }
    }

    private void OnExited() => _exited.TrySetResult(_process.ExitCode);

    private async Task DieAsync(DeathMark mark)
    {
        await mark.IsSet.ConfigureAwait(false);
        // A mark can be forged, and is set as well when the process ends by itself, which its handle tells when all that it said on its way has come.
        if (ProcessTable.FatalSignalOf(Identity) is not { } signal)
            return;
        ProcessSignals.TrySendToGroup(Identity.Pid, ProcessSignals.Kill);
        _error.CatchUp();
        _killed.TrySetResult(SignalNames.ExitCodeBase + signal);
    }

    private async Task<bool> EndAsync(DeathMark? mark)
    {
        await Exited.ConfigureAwait(false);
        ProcessSignals.TrySendToGroup(Identity.Pid, ProcessSignals.Kill);
        while (!ProcessSignals.GroupIsEmpty(Identity.Pid))
            await Task.Delay(GroupLook).ConfigureAwait(false);
        var output = Task.WhenAll(_output.Ended, _error.Ended);
        var drained = await Task.WhenAny(output, Task.Delay(OutputPatience)).ConfigureAwait(false) == output;
        lock (_gate)
            _process.Dispose();
        mark?.Dispose();
        _killed.TrySetResult(null);
        return drained;
    }
}
