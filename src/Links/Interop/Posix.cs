using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Links.Interop;

/// <summary>The calls to the operating system that .NET has no portable word for: poll, memfd, page reservation, mapping, file facts. Everything that would
/// have to be written again for another operating system is here, in <see cref="PeerCredentials"/> and in <see cref="Futex"/>.</summary>
internal static partial class Posix
{
    public const short PollIn = 0x001;
    public const short PollOut = 0x004;
    public const short PollError = 0x008;
    public const short PollHangUp = 0x010;

    public const uint MemfdCloseOnExec = 0x1;
    public const uint MemfdAllowSealing = 0x2;

    public const int AddSeals = 1033;
    public const int GetSeals = 1034;
    public const int SealSeal = 0x1;
    public const int SealShrink = 0x2;
    public const int SealGrow = 0x4;

    public const int OpenReadWrite = 0x2;
    public const int OpenNonBlocking = 0x800;
    public const int OpenNoFollow = 0x20000;
    public const int OpenCloseOnExec = 0x80000;

    public const int ErrorInterrupted = 4;

    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const int AtFdCwd = -100;
    private const int AtEmptyPath = 0x1000;
    private const int AtSymlinkNoFollow = 0x100;
    private const uint StatxBasic = 0x7ff;
    private const int EventfdCloseOnExec = 0x80000;
    private const int EventfdNonBlocking = 0x800;

    /// <summary>One entry of <see cref="Poll"/>; a negative descriptor is ignored by the kernel.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary>Facts about a file, as far as they are checked here.</summary>
    /// <param name="Mode">Type and permission bits.</param>
    /// <param name="Uid">Owner.</param>
    /// <param name="Links">Number of names.</param>
    /// <param name="Inode">Identity within its device.</param>
    /// <param name="Size">Length in bytes.</param>
    public readonly record struct FileFacts(int Mode, uint Uid, uint Links, ulong Inode, long Size)
    {
        public bool IsDirectory => (Mode & 0xF000) == 0x4000;

        public bool IsRegular => (Mode & 0xF000) == 0x8000;

        public bool IsSymlink => (Mode & 0xF000) == 0xA000;

        public int Permissions => Mode & 0xFFF;
    }

    /// <summary>Waits for events.</summary>
    /// <param name="entries">What to wait for; filled in.</param>
    /// <param name="milliseconds">-1: without end; 0: only look.</param>
    /// <returns>How many entries have events; 0 also after an interruption.</returns>
    public static int Poll(Span<PollEntry> entries, int milliseconds)
    {
        var result = poll(ref MemoryMarshal.GetReference(entries), (nuint)entries.Length, milliseconds);
        if (result >= 0)
            return result;
        var error = Marshal.GetLastPInvokeError();
        return error == ErrorInterrupted ? 0 : throw Failure("poll", error);
    }

    /// <summary>A counter that <see cref="Poll"/> can wait for: wakes a thread blocked there.</summary>
    public static SafeFileHandle CreateWakeUp()
    {
        var descriptor = eventfd(0, EventfdCloseOnExec | EventfdNonBlocking);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure("eventfd", Marshal.GetLastPInvokeError());
    }

    /// <summary>Rings a <see cref="CreateWakeUp"/>. A full counter means that it is ringing already.</summary>
    public static void Signal(SafeFileHandle wakeUp)
    {
        var one = 1L;
        _ = write(wakeUp, ref one, sizeof(long));
    }

    /// <summary>Reads and forgets the rings.</summary>
    public static void ClearSignal(SafeFileHandle wakeUp)
    {
        var count = 0L;
        _ = read(wakeUp, ref count, sizeof(long));
    }

    /// <summary>Makes anonymous shared memory of exactly <paramref name="bytes"/>, every page reserved, its size sealed. The name is what a process's maps call it.</summary>
    /// <exception cref="IOException">The kernel refused; the text says at which step and why.</exception>
    public static SafeFileHandle CreateSealedMemory(string name, long bytes)
    {
        var descriptor = memfd_create(name, MemfdCloseOnExec | MemfdAllowSealing);
        if (descriptor < 0)
            throw Failure("memfd_create", Marshal.GetLastPInvokeError());
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            Reserve(handle, bytes);
            if (fcntl(handle, AddSeals, SealShrink | SealGrow | SealSeal) < 0)
                throw Failure("fcntl(F_ADD_SEALS)", Marshal.GetLastPInvokeError());
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reserves every page: a page that cannot be had later is a SIGBUS, which ends the process.</summary>
    /// <exception cref="IOException">No space, or the file system cannot reserve.</exception>
    public static void Reserve(SafeFileHandle file, long bytes)
    {
        int error;
        do
            error = fallocate(file, 0, 0, bytes) == 0 ? 0 : Marshal.GetLastPInvokeError();
        while (error == ErrorInterrupted);
        if (error != 0)
            throw Failure("fallocate", error);
    }

    /// <summary>The seals of a memfd; -1 when the file is none.</summary>
    public static int Seals(SafeFileHandle file) => fcntl(file, GetSeals, 0);

    /// <summary>Opens a file for reading and writing without following a final symbolic link (unless asked to) and without blocking on a pipe.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle OpenExisting(string path, bool followSymlink)
    {
        var descriptor = open(path, OpenReadWrite | OpenCloseOnExec | OpenNonBlocking | (followSymlink ? 0 : OpenNoFollow));
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure($"open({path})", Marshal.GetLastPInvokeError());
    }

    /// <summary>Opens a file for reading and writing and takes the lock that .NET takes for <see cref="FileShare.None"/>; null: somebody holds it, it is gone, or it is not ours.</summary>
    public static SafeFileHandle? TryOpenLocked(string path)
    {
        const int exclusive = 0x2;
        const int atOnce = 0x4;
        var descriptor = open(path, OpenReadWrite | OpenCloseOnExec | OpenNonBlocking);
        if (descriptor < 0)
            return null;
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (flock(handle, exclusive | atOnce) == 0)
            return handle;
        handle.Dispose();
        return null;
    }

    /// <summary>Maps a file, shared, for reading and writing.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static nint Map(SafeFileHandle file, long bytes)
    {
        const int readWrite = 0x3;
        const int shared = 0x1;
        var address = mmap(0, (nuint)bytes, readWrite, shared, file, 0);
        return address != -1 ? address : throw Failure("mmap", Marshal.GetLastPInvokeError());
    }

    /// <summary>Ends a mapping.</summary>
    public static void Unmap(nint address, long bytes) => _ = munmap(address, (nuint)bytes);

    /// <summary>Facts of an open file.</summary>
    /// <exception cref="IOException">They cannot be had.</exception>
    public static FileFacts Facts(SafeFileHandle file)
    {
        var added = false;
        try
        {
            file.DangerousAddRef(ref added);
            return Statx((int)file.DangerousGetHandle(), "", AtEmptyPath) ?? throw Failure("statx", Marshal.GetLastPInvokeError());
        }
        finally
        {
            if (added)
                file.DangerousRelease();
        }
    }

    /// <summary>Facts of a path, of the link itself when it is one; null when there is nothing.</summary>
    public static FileFacts? Facts(string path) => Statx(AtFdCwd, path, AtSymlinkNoFollow);

    /// <summary>Makes a directory for its owner alone.</summary>
    public static void MakePrivateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
    }

    /// <summary>Lets only the owner open a file.</summary>
    public static void MakePrivate(SafeFileHandle file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>The effective user id of this process.</summary>
    public static uint EffectiveUserId() => geteuid();

    private static FileFacts? Statx(int directory, string path, int flags)
    {
        // The kernel's struct statx: the same layout on every architecture, 256 bytes.
        Span<byte> facts = stackalloc byte[256];
        if (statx(directory, path, flags, StatxBasic, ref MemoryMarshal.GetReference(facts)) != 0)
            return null;
        return new FileFacts(
            Mode: MemoryMarshal.Read<ushort>(facts[0x1C..]),
            Uid: MemoryMarshal.Read<uint>(facts[0x14..]),
            Links: MemoryMarshal.Read<uint>(facts[0x10..]),
            Inode: MemoryMarshal.Read<ulong>(facts[0x20..]),
            Size: MemoryMarshal.Read<long>(facts[0x28..]));
    }

    private static IOException Failure(string call, int error) => new($"{call}: {Marshal.GetPInvokeErrorMessage(error)} (errno={error})", error);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(ref PollEntry entries, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(SafeFileHandle file, ref long value, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(SafeFileHandle file, ref long value, nuint bytes);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fallocate(SafeFileHandle file, int mode, long offset, long bytes);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint bytes, int protection, int flags, SafeFileHandle file, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(nint address, nuint bytes);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int directory, string path, int flags, uint mask, ref byte facts);

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
