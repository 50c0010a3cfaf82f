using System.Runtime.InteropServices;

namespace ActorIpc.Channels.Interop;

/// <summary>
/// Addresses for bytes behind which somebody may read two gibibytes too far: there are zeros, and no end of the process. They cost no memory but that of the bytes, which is given back after each use.
/// For the rare bytes that need it: one at a time.
/// </summary>
internal static unsafe partial class OverrunArea
{
    private const long Beyond = 1L << 31;
    private const long Bytes = Beyond + (1L << 29); // the longest item has 2^28

    private static readonly Lock Gate = new();
    private static nint _start; // 0 before the first use

    /// <summary>Reads bytes there.</summary>
    /// <param name="bytes">At most 2^28.</param>
    /// <param name="read">Reads a copy of them, which is gone afterwards.</param>
    /// <exception cref="ChannelProtocolException">The system gives no such addresses.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes, Reading<T> read)
    {
        lock (Gate)
        {
            if (_start == 0)
                _start = Map();
            var copy = new Span<byte>((void*)_start, bytes.Length);
            bytes.CopyTo(copy);
            try
            {
                return read(copy);
            }
            finally
            {
                const int dontNeed = 4;
                if (madvise(_start, (nuint)Bytes, dontNeed) != 0)
                    copy.Clear();
            }
        }
    }

    private static nint Map()
    {
        const int readWrite = 0x3;
        const int isPrivate = 0x2;
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            throw new ChannelProtocolException("an item has bytes that MemoryPack must not be given, and there is no way round it on this system");
        var anonymousNoReserve = OperatingSystem.IsLinux() ? 0x20 | 0x4000 : 0x1000 | 0x40;
        var address = mmap(0, (nuint)Bytes, readWrite, isPrivate | anonymousNoReserve, -1, 0);
        return address != -1
            ? address
            : throw new ChannelProtocolException(
                $"an item has bytes that MemoryPack can only be given with {Bytes} bytes of address space behind them, which the system refuses: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint bytes, int protection, int flags, int file, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int madvise(nint address, nuint bytes, int advice);

    /// <summary>Makes an item of bytes.</summary>
    internal delegate T Reading<out T>(ReadOnlySpan<byte> bytes);
}
