using System.Runtime.CompilerServices;
using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace ActorIpc.Channels.Interop;

/// <summary>
/// Addresses for bytes behind which somebody may read two gibibytes too far: there are zeros, and no end of the process. They cost no memory but that of the bytes. A thread has its own once it needs
/// it, as long as it lives.
/// </summary>
internal sealed partial class OverrunArea : CriticalFinalizerObject
{
    private const long Beyond = 1L << 31;
    private const long Size = Beyond + (1L << 29); // the longest item has 2^28
    private const int Kept = 64 * 1024;

    [ThreadStatic]
    private static OverrunArea? _ofThread;

    private readonly nint _start;

    private OverrunArea() => _start = Map();

    ~OverrunArea() => _ = munmap(_start, (nuint)Size);

    /// <summary>Reads bytes there.</summary>
    /// <param name="bytes">At most 2^28.</param>
    /// <param name="read">Reads a copy of them, which is good during the call.</param>
    /// <exception cref="ChannelProtocolException">The system gives no such addresses.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes, Reading<T> read)
    {
        var area = _ofThread ??= new OverrunArea();
        var copy = MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), area._start), bytes.Length);
        bytes.CopyTo(copy);
        var succeeded = false;
        try
        {
            var item = read(copy);
            succeeded = true;
            return item;
        }
        finally
        {
            if (!succeeded || bytes.Length > Kept)
                area.GiveBack();
        }
    }

    /// <summary>Gives back the memory of a long item, and what an overrun has cost.</summary>
    private void GiveBack()
    {
        const int dontNeed = 4;
        _ = madvise(_start, (nuint)Size, dontNeed);
    }

    private static nint Map()
    {
        const int readWrite = 0x3;
        const int isPrivate = 0x2;
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            throw new ChannelProtocolException("an item has bytes that MemoryPack must not be given, and there is no way round it on this system");
        var anonymousNoReserve = OperatingSystem.IsLinux() ? 0x20 | 0x4000 : 0x1000 | 0x40;
        var address = mmap(0, (nuint)Size, readWrite, isPrivate | anonymousNoReserve, -1, 0);
        return address != -1
            ? address
            : throw new ChannelProtocolException(
                $"an item has bytes that MemoryPack can only be given with {Size} bytes of address space behind them, which the system refuses: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint bytes, int protection, int flags, int file, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(nint address, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int madvise(nint address, nuint bytes, int advice);

    /// <summary>Makes an item of bytes.</summary>
    internal delegate T Reading<out T>(ReadOnlySpan<byte> bytes);
}
