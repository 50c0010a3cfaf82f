using System.Globalization;
using System.Runtime.InteropServices;

namespace ActorIpc.SystemTests.Support;

/// <summary>Signals to processes, and whether processes live.</summary>
internal static class Signals
{
    /// <summary>Sends a signal.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="signal">KILL, TERM, INT, STOP or CONT.</param>
    public static void Send(int pid, string signal) =>
        Assert.True(TrySend(pid, signal), $"kill -{signal} {pid} failed with errno {Marshal.GetLastPInvokeError()}");

    /// <summary>Sends a signal; false when the process is gone.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="signal">KILL, TERM, INT, STOP or CONT.</param>
    public static bool TrySend(int pid, string signal)
    {
        var number = signal switch { "KILL" => 9, "TERM" => 15, "INT" => 2, "STOP" => 19, "CONT" => 18, _ => throw new ArgumentException(signal) };
        return Kill(pid, number) == 0;
    }

    /// <summary>True while a process runs; a zombie does not.</summary>
    /// <param name="pid">The process.</param>
    public static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
