using System.Collections.Concurrent;

namespace ActorIpc.Remoting.Lanes;

/// <summary>Keeps the counts of one actor system's lanes: those that are there count for themselves, those that have ended leave theirs here.</summary>
internal sealed class LaneCounters
{
    private readonly ConcurrentDictionary<LaneSender, byte> _out = new();
    private readonly ConcurrentDictionary<LaneReceiver, byte> _in = new();
    private readonly Lock _gate = new();
    private long _sent;
    private long _received;
    private long _bytesSent;
    private long _bytesReceived;
    private long _overflowed;
    private long _waits;
    private long _switches;
    private long _fallbacks;
    private int _open;

    /// <summary>A lane leads out.</summary>
    public void Add(LaneSender lane) => _out[lane] = 0;

    /// <summary>A lane leads in.</summary>
    public void Add(LaneReceiver lane) => _in[lane] = 0;

    /// <summary>A lane that led out has ended.</summary>
    public void Keep(LaneSender lane)
    {
        lock (_gate)
        {
            if (!_out.TryRemove(lane, out _))
                return;
            _sent += lane.Messages;
            _bytesSent += lane.Link.Counters.BytesSent;
        }
    }

    /// <summary>A lane that led in has ended.</summary>
    public void Keep(LaneReceiver lane)
    {
        lock (_gate)
        {
            if (!_in.TryRemove(lane, out _))
                return;
            _received += lane.Messages;
            _bytesReceived += lane.Link.Counters.BytesReceived;
        }
    }

    /// <summary>A message found everything full.</summary>
    public void Overflow() => Interlocked.Increment(ref _overflowed);

    /// <summary>A message waits for room.</summary>
    public void Wait() => Interlocked.Increment(ref _waits);

    /// <summary>A switch was completed.</summary>
    public void Switch()
    {
        Interlocked.Increment(ref _switches);
        Interlocked.Increment(ref _open);
    }

    /// <summary>Back to the classic way.</summary>
    /// <param name="wasOpen">A lane that was open has ended; false: its switch was not answered.</param>
    public void Fallback(bool wasOpen)
    {
        Interlocked.Increment(ref _fallbacks);
        if (wasOpen)
            Interlocked.Decrement(ref _open);
    }

    /// <summary>The counts now.</summary>
    public LaneCounts Snapshot()
    {
        lock (_gate)
        {
            return new LaneCounts(
                Volatile.Read(ref _open),
                _in.Count,
                _sent + _out.Keys.Sum(lane => lane.Messages),
                _received + _in.Keys.Sum(lane => lane.Messages),
                _bytesSent + _out.Keys.Sum(lane => lane.Link.Counters.BytesSent),
                _bytesReceived + _in.Keys.Sum(lane => lane.Link.Counters.BytesReceived),
                Volatile.Read(ref _overflowed),
                Volatile.Read(ref _waits),
                Volatile.Read(ref _switches),
                Volatile.Read(ref _fallbacks));
        }
    }
}
