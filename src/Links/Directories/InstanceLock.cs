namespace ActorIpc.Links.Directories;

/// <summary>The lock a runtime holds from its first link to its end: as long as it cannot be taken, the instance lives.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileLock _lock;

    private InstanceLock(FileLock fileLock) => _lock = fileLock;

    /// <summary>True: a second opener is kept out, as it must be; false: locks do not work here, and nobody's death can be told by them.</summary>
    public bool Works { get; private init; }

    /// <summary>Takes the lock of a new instance.</summary>
    /// <exception cref="IOException">The directory does not allow it.</exception>
    public static InstanceLock Take(string directory, Guid instance)
    {
        var path = PathOf(directory, instance);
        var taken = FileLock.Create(path);
        var second = FileLock.TryTakeExisting(path);
        second?.Release();
        return new InstanceLock(taken) { Works = second is null };
    }

    /// <summary>Where an instance's lock is.</summary>
    public static string PathOf(string directory, Guid instance) => Path.Combine(directory, $"{instance:N}.lock");

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
