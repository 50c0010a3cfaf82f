using System.Diagnostics;

namespace ActorIpc.Hosting.Runs;

/// <summary>
/// A host's claim to a topology name on this machine: a locked file, which the kernel unlocks when the host dies, and its record. Taking the claim
/// clears away what a dead host of the same name left.
/// </summary>
internal sealed class HostClaim : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _lock;
    private readonly string _recordPath;

    private HostClaim(FileStream @lock, string recordPath, string socketPath)
    {
        _lock = @lock;
        _recordPath = recordPath;
        SocketPath = socketPath;
    }

    /// <summary>Where the host's control socket belongs.</summary>
    public string SocketPath { get; }

    /// <summary>Takes the claim.</summary>
    /// <param name="name">The topology's name.</param>
    /// <param name="reclaimed">Told what was cleared away.</param>
    /// <exception cref="HostRunningException">A living host has it.</exception>
    /// <exception cref="RuntimeDirectoryException">The runtime directory cannot be used.</exception>
    public static HostClaim Take(string name, Action<string> reclaimed)
    {
        var directory = HostFiles.OpenDirectory();
        var recordPath = HostFiles.RecordOf(directory, name);
        var @lock = LockPatiently(name, directory, recordPath);
        var socketPath = HostFiles.SocketOf(directory, name);
        if (HostRecord.Read(recordPath) is { } stale)
            StaleRun.Reclaim(stale, reclaimed);
        File.Delete(recordPath);
        File.Delete(recordPath + ".new");
        File.Delete(socketPath);
        return new HostClaim(@lock, recordPath, socketPath);
    }

    /// <summary>True when a living host has a topology name.</summary>
    /// <param name="directory">The runtime directory.</param>
    /// <param name="name">The topology's name.</param>
    public static bool IsHeld(string directory, string name)
    {
        try
        {
            using var probe = new FileStream(HostFiles.LockOf(directory, name), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Writes the record anew.</summary>
    /// <param name="record">What is so now.</param>
    public void Write(HostRecord record) => record.Write(_recordPath);

    /// <summary>Gives the claim up and removes its files; everything it stood for must have ended.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(SocketPath);
            File.Delete(_recordPath);
            // The lock's file goes while the lock is held; Lock tells who then locks a file that has no name any more.
            File.Delete(_lock.Name);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody has removed the whole runtime directory: there is nothing left to remove.
        }
        _lock.Dispose();
    }

    /// <summary>Who looks whether a host runs holds the lock for a moment, which must not be taken for a host.</summary>
    private static FileStream LockPatiently(string name, string directory, string recordPath)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return Lock(HostFiles.LockOf(directory, name));
            }
            catch (IOException)
            {
                var host = HostRecord.Read(recordPath)?.Host;
                if (host is { Exists: true } || Stopwatch.GetElapsedTime(started) > Patience)
                    throw new HostRunningException(name, host?.Pid);
                Thread.Sleep(LookAgain);
            }
        }
    }

    private static FileStream Lock(string path)
    {
        while (true)
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Between our open and our lock its last holder may have removed the file; another host would then lock a new one beside us.
            var opened = new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget;
            if (opened is null || !opened.EndsWith(" (deleted)", StringComparison.Ordinal))
                return file;
            file.Dispose();
        }
    }
}

/// <summary>A living host already runs a topology of the same name.</summary>
/// <param name="name">The topology's name.</param>
/// <param name="pid">The host's pid; null when it could not be read.</param>
public sealed class HostRunningException(string name, int? pid)
    : Exception($"a host already runs this topology: name={name} pid={pid?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}")
{
    /// <summary>The running host's pid; null when it could not be read.</summary>
    public int? Pid { get; } = pid;
}
