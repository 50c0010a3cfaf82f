using ActorIpc.Links.Interop;
using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Links.Directories;

/// <summary>An exclusive lock on a file, dropped by the kernel when its holder's process ends, however it ends.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle _handle;

    private FileLock(SafeFileHandle handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Takes the lock on a file that is made when it is missing; null: somebody holds it, or it cannot be told.</summary>
    public static FileLock? TryTake(string path)
    {
        for (var attempt = 0; attempt < 16; attempt++)
        {
            var handle = TryOpen(path, FileMode.OpenOrCreate);
            if (handle is null)
                return null;
            if (StillHasItsName(handle, path))
                return new FileLock(handle, path);
            handle.Dispose();
        }
        return null;
    }

    /// <summary>Takes the lock of a file that exists; null: somebody holds it, it is gone, or it cannot be told.</summary>
    public static FileLock? TryTakeExisting(string path)
    {
        if (TryOpen(path, FileMode.Open) is not { } handle)
            return null;
        if (StillHasItsName(handle, path))
            return new FileLock(handle, path);
        handle.Dispose();
        return null;
    }

    /// <summary>Makes a new file under a temporary name, locks it, then gives it its name: nobody ever sees it unlocked.</summary>
    /// <exception cref="IOException">The directory does not allow it.</exception>
    public static FileLock Create(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
            try
            {
                var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                File.Move(temporary, path, overwrite: false);
                return new FileLock(handle, path);
            }
            catch (IOException) when (attempt < 16 && !File.Exists(path))
            {
                // A sweep took the file between its making and its locking; the next one will do.
            }
        }
    }

    /// <summary>Removes the file, then drops the lock.</summary>
    public void Dispose()
    {
        File.Delete(Path);
        _handle.Dispose();
    }

    /// <summary>Drops the lock and leaves the file.</summary>
    public void Release() => _handle.Dispose();

    /// <summary>
    /// A holder that leaves removes the file, perhaps between another's opening and locking it. A lock on a file that has no name any more counts for
    /// nothing, and whoever acted on it would remove the file, and so the lock, of the next holder.
    /// </summary>
    private static bool StillHasItsName(SafeFileHandle handle, string path) =>
        Posix.Facts(path) is { } named && named.Inode == Posix.Facts(handle).Inode;

    private static SafeFileHandle? TryOpen(string path, FileMode mode)
    {
        // A sweep tries the lock of every process that lives, at each start: without an exception for each of them.
        if (mode == FileMode.Open && !OperatingSystem.IsWindows())
            return Posix.TryOpenLocked(path);
        try
        {
            return File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Held, gone or unreadable: the caller treats all three as "not ours".
            return null;
        }
    }
}
