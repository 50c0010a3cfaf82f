using ActorIpc.Links.Interop;

namespace ActorIpc.Links.Directories;

/// <summary>Reclaims what ended instances have left: their locks, sockets and file segments. Whatever cannot be told counts as alive.</summary>
internal static class Sweep
{
    /// <summary>One pass.</summary>
    /// <param name="runtimeDirectory">Sockets and locks.</param>
    /// <param name="segmentDirectory">File segments; may be missing.</param>
    public static SweepReport Run(string runtimeDirectory, string segmentDirectory)
    {
        var files = 0;
        var instances = 0;
        foreach (var path in Listed(runtimeDirectory, "*.lock*"))
        {
            var name = Path.GetFileName(path);
            if (IsInstanceLock(name))
            {
                if (TryReclaim(path, () => files += RemoveSegments(segmentDirectory, name[..32])))
                    (instances, files) = (instances + 1, files + 1);
            }
            else if (IsListenerLock(name))
            {
                if (TryReclaim(path, () => files += Remove(Path.ChangeExtension(path, ".sock"))))
                    files++;
            }
            else if (name.EndsWith(".tmp", StringComparison.Ordinal) && TryReclaim(path, () => { }))
            {
                files++;
            }
        }
        return new SweepReport(instances, files);
    }

    private static bool IsInstanceLock(string name) => name.Length == 37 && name.EndsWith(".lock", StringComparison.Ordinal) && IsHex(name.AsSpan(0, 32));

    private static bool IsListenerLock(string name) => name.Length == 21 && name.EndsWith(".lock", StringComparison.Ordinal) && IsHex(name.AsSpan(0, 16));

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept("0123456789abcdef");

    private static bool TryReclaim(string lockPath, Action remove)
    {
        var taken = FileLock.TryTakeExisting(lockPath);
        if (taken is null)
            return false;
        // Held under a name that somebody else has meanwhile made anew: not ours to remove.
        if (Posix.Facts(lockPath) is null)
        {
            taken.Release();
            return false;
        }
        remove();
        taken.Dispose();
        return true;
    }

    private static int RemoveSegments(string directory, string instance) => Listed(directory, instance + "-*").Sum(Remove);

    private static int Remove(string path)
    {
        try
        {
            if (!File.Exists(path))
                return 0;
            File.Delete(path);
            return 1;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another sweep was faster, or the file is not ours after all: the next pass looks again.
            return 0;
        }
    }

    private static IEnumerable<string> Listed(string directory, string pattern) =>
        Directory.Exists(directory) ? Directory.GetFiles(directory, pattern) : [];
}
