namespace ActorIpc.Links.Readers;

/// <summary>The reader threads of a runtime, made when they are first needed.</summary>
/// <param name="options">How many, and their idle strategy.</param>
/// <param name="log">Where their faults are told.</param>
internal sealed class ReaderThreads(LinkOptions options, LinkLog log) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ReaderThread> _threads = [];
    private bool _disposed;

    /// <summary>Times the threads came back from blocking.</summary>
    public long WakeUps
    {
        get
        {
            lock (_gate)
                return _threads.Sum(thread => thread.WakeUps);
        }
    }

    /// <summary>The thread that serves the fewest.</summary>
    /// <exception cref="LinkException">The runtime is closed.</exception>
    public ReaderThread Next()
    {
        lock (_gate)
        {
            if (_disposed)
                throw new LinkException(LinkFailure.ShuttingDown, "the links of this process are closed");
            var least = _threads.MinBy(thread => thread.Count);
            if (least is null || (least.Count > 0 && _threads.Count < options.EffectiveReaderThreads))
                _threads.Add(least = new ReaderThread(_threads.Count + 1, options.IdleSpin, log));
            return least;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        foreach (var thread in _threads)
            thread.Dispose();
    }
}
