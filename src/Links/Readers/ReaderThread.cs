using System.Collections.Concurrent;
using System.Diagnostics;
using ActorIpc.Links.Interop;
using ActorIpc.Links.Media;
using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Links.Readers;

/// <summary>
/// One thread that serves many links: gives each its turn; when nothing moves yields the processor for a bounded time; then arms all bells and blocks until a
/// socket has something to say. It waits for nothing else.
/// </summary>
internal sealed class ReaderThread : IDisposable
{
    private const string Closed = "the links of this process are closed";

    /// <summary>While rings keep moving, sockets are looked at this often.</summary>
    private static readonly long PollEvery = Stopwatch.Frequency / 10_000;

    [ThreadStatic]
    private static bool _isCurrent;

    private readonly ConcurrentQueue<IReaderClient> _arrivals = new();
    private readonly List<IReaderClient> _clients = [];
    private readonly SafeFileHandle _wakeUp = Posix.CreateWakeUp();
    private readonly LinkLog _log;
    private readonly long _idleSpin;
    private readonly Thread _thread;
    private Posix.PollEntry[] _entries = new Posix.PollEntry[8];
    private byte[] _scratch = new byte[4096];
    private int _posted;
    private int _count;
    private bool _spins;
    private volatile bool _stopping;
    private bool _finished;

    public ReaderThread(int number, TimeSpan idleSpin, LinkLog log)
    {
        _log = log;
        _idleSpin = (long)(idleSpin.TotalSeconds * Stopwatch.Frequency);
        _thread = new Thread(Run) { IsBackground = true, Name = $"actoripc-links-{number}" };
        _thread.Start();
    }

    /// <summary>True on a thread of this kind.</summary>
    public static bool IsCurrent => _isCurrent;

    /// <summary>How many it serves.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Times it came back from blocking.</summary>
    public long WakeUps { get; private set; }

    /// <summary>Serves one more from now on.</summary>
    public void Add(IReaderClient client)
    {
        lock (_arrivals)
        {
            if (!_finished)
            {
                Interlocked.Increment(ref _count);
                _arrivals.Enqueue(client);
                Wake();
                return;
            }
        }
        client.Abandon(Closed);
    }

    /// <summary>Makes the thread look at everything again. Any thread.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _posted, 1) != 0 || Thread.CurrentThread == _thread)
            return;
        try
        {
            Posix.Signal(_wakeUp);
        }
        catch (ObjectDisposedException)
        {
            // The thread has ended, and with it everything it served: a late Resume or time-out has nobody to wake.
        }
    }

    /// <summary>Ends every client and the thread, and waits for it.</summary>
    public void Dispose()
    {
        _stopping = true;
        Interlocked.Exchange(ref _posted, 1);
        Posix.Signal(_wakeUp);
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
            _wakeUp.Dispose();
        }
    }

    private void Run()
    {
        _isCurrent = true;
        try
        {
            Loop();
        }
        catch (Exception failure)
        {
            // Nothing a peer or a user does leads here: a fault of this library. Its links end, the process goes on.
            _log.ReaderFailed(failure);
        }
        lock (_arrivals)
            _finished = true;
        while (_arrivals.TryDequeue(out var client))
            _clients.Add(client);
        foreach (var client in _clients)
            client.Abandon(Closed);
    }

    private void Loop()
    {
        var lastMoved = Stopwatch.GetTimestamp();
        var lastPoll = lastMoved;
        while (!_stopping)
        {
            TakePosts();
            var moved = Turns();
            var now = Stopwatch.GetTimestamp();
            if (moved)
                lastMoved = now;
            if (moved || (_spins && now - lastMoved < _idleSpin))
            {
                if (now - lastPoll > PollEvery)
                {
                    lastPoll = now;
                    PollOnce(0);
                }
                if (!moved)
                    Thread.Yield();
                continue;
            }
            if (!ArmAll())
            {
                DisarmAll();
                lastMoved = now;
                continue;
            }
            var events = Volatile.Read(ref _posted) == 0 ? Fill() : 0;
            if (events > 0)
            {
                Posix.Poll(_entries.AsSpan(0, events), -1);
                WakeUps++;
            }
            DisarmAll();
            Dispatch(events);
            lastMoved = lastPoll = Stopwatch.GetTimestamp();
        }
    }

    private void TakePosts()
    {
        if (Volatile.Read(ref _posted) == 0)
            return;
        Interlocked.Exchange(ref _posted, 0);
        while (_arrivals.TryDequeue(out var client))
        {
            _clients.Add(client);
            if (client.ScratchBytes > _scratch.Length)
                _scratch = GC.AllocateUninitializedArray<byte>(client.ScratchBytes, pinned: true);
            _spins |= client.CanSpin;
        }
    }

    private bool Turns()
    {
        var moved = false;
        var over = false;
        // By index: a turn may not change the list, but ends are taken out afterwards.
        for (var i = 0; i < _clients.Count; i++)
        {
            moved |= _clients[i].Work(_scratch);
            over |= _clients[i].IsOver;
        }
        if (over)
            RemoveEnded();
        return moved;
    }

    private void RemoveEnded()
    {
        var removed = _clients.RemoveAll(client => client.IsOver);
        Interlocked.Add(ref _count, -removed);
        _spins = _clients.Exists(client => client.CanSpin);
    }

    private bool ArmAll()
    {
        foreach (var client in _clients)
        {
            if (!client.TryArm())
                return false;
        }
        return Volatile.Read(ref _posted) == 0;
    }

    private void DisarmAll()
    {
        foreach (var client in _clients)
            client.Disarm();
    }

    private void PollOnce(int milliseconds)
    {
        var count = Fill();
        Posix.Poll(_entries.AsSpan(0, count), milliseconds);
        Dispatch(count);
    }

    private int Fill()
    {
        var count = _clients.Count + 1;
        if (_entries.Length < count)
            _entries = new Posix.PollEntry[2 * count];
        _entries[0] = new Posix.PollEntry { Descriptor = (int)_wakeUp.DangerousGetHandle(), Events = Posix.PollIn };
        for (var i = 0; i < _clients.Count; i++)
        {
            var interest = _clients[i].Interest;
            _entries[i + 1] = interest == Medium.NoInterest
                ? new Posix.PollEntry { Descriptor = -1 }
                : new Posix.PollEntry { Descriptor = (int)_clients[i].Socket.SafeHandle.DangerousGetHandle(), Events = interest };
        }
        return count;
    }

    private void Dispatch(int count)
    {
        if (count > 0 && _entries[0].Returned != 0)
            Posix.ClearSignal(_wakeUp);
        for (var i = 1; i < count; i++)
        {
            if (_entries[i].Returned != 0)
                _clients[i - 1].OnEvents(_entries[i].Returned, _scratch);
        }
    }
}
