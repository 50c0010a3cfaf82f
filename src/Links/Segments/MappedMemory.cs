using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ActorIpc.Links.Interop;
using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Links.Segments;

/// <summary>
/// A piece of memory with its bounds: every access is checked against them, and the memory order of an access is in its name. The only unsafe type of the
/// library. Whoever owns it sees to it that nobody is inside when it is disposed.
/// </summary>
internal sealed unsafe class MappedMemory : IDisposable
{
    private readonly bool _mapped;
    private byte* _start;

    private MappedMemory(byte* start, long length, bool mapped)
    {
        _start = start;
        _mapped = mapped;
        Length = length;
    }

    /// <summary>Size in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Maps a file whose pages are reserved.</summary>
    public static MappedMemory Map(SafeFileHandle file, long length) => new((byte*)Posix.Map(file, length), length, mapped: true);

    /// <summary>Zeroed memory of this process alone, for rings without a peer process.</summary>
    public static MappedMemory Allocate(long length)
    {
        var start = (byte*)NativeMemory.AlignedAlloc((nuint)length, 4096);
        NativeMemory.Clear(start, (nuint)length);
        return new MappedMemory(start, length, mapped: false);
    }

    /// <summary>A view of some bytes: only for payload, never kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Bytes(long offset, int count)
    {
        if ((ulong)offset + (uint)count > (ulong)Length)
            ThrowOutside(offset);
        return new Span<byte>(_start + offset, count);
    }

    /// <summary>A plain store: visible to the peer only after a publication.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt64(long offset, long value) => *(long*)At(offset, sizeof(long)) = value;

    /// <summary>A load that later loads and stores do not overtake.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadInt64Acquire(long offset) => Volatile.Read(ref *(long*)At(offset, sizeof(long)));

    /// <summary>A store that earlier loads and stores do not sink below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt64Release(long offset, long value) => Volatile.Write(ref *(long*)At(offset, sizeof(long)), value);

    /// <summary>A store with a full fence: later loads see what was stored elsewhere before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ExchangeInt64(long offset, long value) => Interlocked.Exchange(ref *(long*)At(offset, sizeof(long)), value);

    /// <summary>A load that later loads and stores do not overtake.</summary>
    public int ReadInt32Acquire(long offset) => Volatile.Read(ref *(int*)At(offset, sizeof(int)));

    /// <summary>A store with a full fence.</summary>
    public void ExchangeInt32(long offset, int value) => Interlocked.Exchange(ref *(int*)At(offset, sizeof(int)), value);

    /// <summary>Where four bytes stand, for the kernel alone.</summary>
    public nint AddressOf(long offset) => (nint)At(offset, sizeof(int));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_start == null)
            return;
        if (_mapped)
            Posix.Unmap((nint)_start, Length);
        else
            NativeMemory.AlignedFree(_start);
        _start = null;
        Length = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* At(long offset, int size)
    {
        if ((ulong)offset + (uint)size > (ulong)Length)
            ThrowOutside(offset);
        return _start + offset;
    }

    private void ThrowOutside(long offset) =>
        throw new ArgumentOutOfRangeException(nameof(offset), $"an offset must lie inside the mapped memory: offset={offset} length={Length}");
}
