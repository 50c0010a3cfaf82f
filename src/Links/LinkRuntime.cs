using System.Collections.Concurrent;
using System.Net.Sockets;
using ActorIpc.Links.Directories;
using ActorIpc.Links.Interop;
using ActorIpc.Links.Media;
using ActorIpc.Links.Readers;
using ActorIpc.Links.Segments;
using ActorIpc.Links.Spills;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorIpc.Links;

/// <summary>
/// What all links of a process share: the instance and its lock, reader threads, budgets, log, meters. Usually one per process; several live side by side. It costs nothing
/// before its first listener or link.
/// </summary>
public sealed class LinkRuntime : IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Link, byte> _links = new();
    private readonly ConcurrentDictionary<LinkListener, byte> _listeners = new();
    private InstanceLock? _instanceLock;
    private string? _directory;
    private bool _disposed;

    /// <summary>Makes a runtime.</summary>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="logger">Null: nothing is logged.</param>
    /// <exception cref="ArgumentException">The options break rules; all of them are named.</exception>
    public LinkRuntime(LinkOptions? options = null, ILogger? logger = null)
    {
        Options = options ?? new LinkOptions();
        if (Options.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join("; ", errors), nameof(options));
        Log = new LinkLog(logger ?? NullLogger.Instance);
        Readers = new ReaderThreads(Options, Log);
        SpillBudget = new SpillBudget(Options.SpillLimitProcess);
        SegmentBudget = new SegmentBudget(Options.SegmentBudget);
        SegmentDirectory = Options.SegmentDirectory ?? $"/dev/shm/actoripc-{Posix.EffectiveUserId()}";
    }

    /// <summary>True on a thread that reads links: it must not wait for room in another link, or two processes could wait for each other.</summary>
    public static bool IsReaderThread => ReaderThread.IsCurrent;

    /// <summary>What it may use.</summary>
    public LinkOptions Options { get; }

    /// <summary>This life of this process, as its peers see it: random, never used again.</summary>
    public Guid Instance { get; } = Guid.NewGuid();

    /// <summary>The links that are open or closing.</summary>
    public IReadOnlyCollection<Link> Links => (IReadOnlyCollection<Link>)_links.Keys;

    /// <summary>Bytes its links' segments reserve, of those it made.</summary>
    public long SegmentBytes => SegmentBudget.Used;

    /// <summary>Bytes that wait in its links' spills.</summary>
    public long SpilledBytes => SpillBudget.Used;

    /// <summary>Times its reader threads came back from blocking. Does not grow while all links are idle.</summary>
    public long ReaderWakeUps => Readers.WakeUps;

    internal LinkLog Log { get; }

    internal ReaderThreads Readers { get; }

    internal SpillBudget SpillBudget { get; }

    internal SegmentBudget SegmentBudget { get; }

    internal string SegmentDirectory { get; }

    /// <summary>The runtime directory; valid after <see cref="Prepare"/>.</summary>
    internal string Directory => _directory ?? throw new InvalidOperationException("a runtime is prepared before its directory is used");

    /// <summary>What an instance's lock says: whether the process of a peer still lives. Ask again after a short while before believing "alive": a sweep holds a lock for a moment.</summary>
    /// <param name="instance">A peer's instance.</param>
    public InstanceState StateOf(Guid instance)
    {
        Prepare();
        if (!_instanceLock!.Works)
            return InstanceState.Alive;
        var path = InstanceLock.PathOf(Directory, instance);
        if (!File.Exists(path))
            return InstanceState.Ended;
        var taken = FileLock.TryTakeExisting(path);
        taken?.Release();
        return taken is null && File.Exists(path) ? InstanceState.Alive : InstanceState.Ended;
    }

    /// <summary>Reclaims what ended instances have left in the runtime and segment directories. Done by itself before the first listener or link; again after a child's death and at the end.</summary>
    public SweepReport SweepNow()
    {
        Prepare();
        return RunSweep();
    }

    /// <summary>Closes every link gracefully, at most <see cref="LinkOptions.CloseTimeout"/> long, then everything else.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Keys)
            listener.Dispose();
        await Task.WhenAll(_links.Keys.Select(link => link.CloseAsync())).ConfigureAwait(false);
        Dispose();
    }

    /// <summary>Cuts every link, ends the reader threads, gives the instance up. Not on a reader thread (in a handler).</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        foreach (var listener in _listeners.Keys)
            listener.Dispose();
        Readers.Dispose();
        LinkMeter.Remove(this);
        _instanceLock?.Dispose();
    }

    /// <summary>Before the first use: directory, instance lock, sweep.</summary>
    /// <exception cref="LinkException">The directory cannot be used, or the runtime is closed.</exception>
    internal void Prepare()
    {
        lock (_gate)
        {
            if (_disposed)
                throw new LinkException(LinkFailure.ShuttingDown, "the links of this process are closed");
            if (_instanceLock is not null)
                return;
            _directory = RuntimeDirectory.Open(Options.RuntimeDirectory);
            try
            {
                _instanceLock = InstanceLock.Take(_directory, Instance);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new LinkException(LinkFailure.BadDirectory, $"the instance's lock cannot be made: directory={_directory}: {error.Message}", error);
            }
            LinkMeter.Add(this);
            if (!_instanceLock.Works)
                Log.LocksDoNotWork(_directory);
        }
        RunSweep();
    }

    /// <summary>The segment directory, made when it is missing, checked in any case.</summary>
    internal string OpenSegmentDirectory() => RuntimeDirectory.OpenPrivate(SegmentDirectory, "segment directory");

    /// <summary>Makes the link of a completed handshake.</summary>
    internal Link Open(LinkTerms terms, Socket socket, Segment? segment, bool creator, bool tcp) => new(
        this,
        terms,
        reader => segment is not null
            ? new RingMedium(segment, socket, creator)
            : new SocketMedium(socket, tcp ? LinkMedium.Tcp : LinkMedium.UnixSocket, reader.Wake));

    internal void OnOpened(Link link)
    {
        _links[link] = 0;
        Log.Opened(link, link.MediumNote ?? "");
    }

    internal void OnEnded(Link link, LinkEnd end, long lost)
    {
        _links.TryRemove(link, out _);
        LinkMeter.Keep(link);
        if (end.Kind == LinkEndKind.ProtocolViolation)
            Log.Violated(link, end.Detail);
        else if (lost > 0)
            Log.EndedWithLoss(link, end, lost);
        else
            Log.Ended(link, end);
    }

    internal void Remember(LinkListener listener) => _listeners[listener] = 0;

    internal void Forget(LinkListener listener) => _listeners.TryRemove(listener, out _);

    private SweepReport RunSweep()
    {
        if (!_instanceLock!.Works)
            return default;
        var report = Sweep.Run(Directory, SegmentDirectory);
        if (report.Files > 0)
            Log.Swept(report.Files, report.Instances);
        return report;
    }
}
