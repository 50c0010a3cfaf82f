using System.Runtime.InteropServices;

namespace ActorIpc.Hosting.Processes;

/// <summary>Whether a pipe has something to read (poll(2)), which .NET has no word for.</summary>
internal static class PipePoll
{
    private const short Input = 0x001;
    private const int Interrupted = 4; // EINTR

    /// <summary>Whether a read would not wait: there are bytes, or the end.</summary>
    /// <param name="pipe">The reading end.</param>
    /// <param name="milliseconds">How long to wait for that; <see cref="Timeout.Infinite"/>: without end.</param>
    /// <exception cref="IOException">The kernel refuses.</exception>
    /// <exception cref="ObjectDisposedException">The pipe is closed.</exception>
    public static bool IsReadable(SafeHandle pipe, int milliseconds)
    {
        var held = false;
        try
        {
            pipe.DangerousAddRef(ref held);
            var entry = new Entry { Descriptor = (int)pipe.DangerousGetHandle(), Wanted = Input };
            while (true)
            {
                var result = Poll(ref entry, 1, milliseconds);
                if (result >= 0)
                    return result > 0;
                var error = Marshal.GetLastPInvokeError();
                if (error != Interrupted)
                    throw new IOException($"poll: {Marshal.GetPInvokeErrorMessage(error)} (errno={error})", error);
            }
        }
        finally
        {
            if (held)
                pipe.DangerousRelease();
        }
    }

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int Poll(ref Entry entries, nuint count, int milliseconds);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int Descriptor;
        public short Wanted;
        public short Returned;
    }
}
