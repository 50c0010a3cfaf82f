using System.Runtime.InteropServices;

namespace ActorIpc.SystemTests.Support;

/// <summary>Holds a process as a debugger does (ptrace(2)), on a thread of its own, as the kernel ties a tracer to its thread.</summary>
internal sealed class Tracer : IDisposable
{
    private const int Seize = 0x4206; // PTRACE_SEIZE: attach without stopping
    private readonly ManualResetEventSlim _let = new();
    private readonly Thread _thread;

    /// <summary>Attaches to a process, which runs on.</summary>
    /// <param name="pid">The process.</param>
    public Tracer(int pid)
    {
        var attached = new TaskCompletionSource<long>();
        _thread = new Thread(() =>
        {
            attached.SetResult(Trace(Seize, pid, 0, 0));
            _let.Wait(); // The end of this thread lets go of the process.
        });
        _thread.Start();
        Assert.True(attached.Task.Result == 0, $"ptrace cannot attach: pid={pid}");
    }

    /// <summary>Lets go of the process.</summary>
    public void Dispose()
    {
        _let.Set();
        _thread.Join();
        _let.Dispose();
    }

    [DllImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    private static extern long Trace(long request, int pid, nint address, nint data);
}
