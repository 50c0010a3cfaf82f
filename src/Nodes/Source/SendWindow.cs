using System.Diagnostics;
using ActorIpc.Messages;

namespace ActorIpc.Nodes.Source;

/// <summary>
/// The chunks that were read and are not known to be in the journal, and which counter has each. Pure decisions: it neither reads nor sends, and
/// time comes from outside. A chunk leaves it by <see cref="Store"/> or <see cref="KeepOnly"/> alone, so whatever dies, it is sent again.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SendWindow(TimeProvider time)
{
    /// <summary>
    /// The window's bound in bytes. It is what the counters go on with while the source or the collector is away, about half a second's work for two
    /// cores, and what a crash makes be done twice at the most.
    /// </summary>
    public const int MaximumBytes = 16 * 1024 * 1024;

    /// <summary>The window's bound in chunks, for an input of many small files.</summary>
    public const int MaximumChunks = 1024;

    /// <summary>
    /// How long a counter may bring nothing into the journal before its chunks are sent again although no node is known to have died: messages arrive
    /// in order, so as long as some arrive the others are still on their way. Doubles with each time, up to <see cref="MaximumPatience"/>, so that a slow
    /// machine is not made slower.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The longest such wait.</summary>
    public static readonly TimeSpan MaximumPatience = TimeSpan.FromSeconds(15);

    private readonly Dictionary<long, Entry> _entries = [];
    private readonly Queue<Entry> _unassigned = [];
    private readonly Dictionary<NodeName, Counter> _counters = [];
    private int _bytes;

    /// <summary>True when another chunk may be read: one always may when there is none.</summary>
    public bool HasRoom => _entries.Count == 0 || (_bytes < MaximumBytes && _entries.Count < MaximumChunks);

    /// <summary>True when there is a counter to send to.</summary>
    public bool HasCounter => _counters.Count > 0;

    /// <summary>True when no chunk is in the window.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The chunk in the window that begins at a position; null when there is none.</summary>
    /// <param name="position">The position.</param>
    public byte[]? Find(long position) => _entries.GetValueOrDefault(position)?.Content;

    /// <summary>A chunk was read; it waits for a counter.</summary>
    /// <param name="position">Where it begins.</param>
    /// <param name="content">Its bytes.</param>
    public void Add(long position, byte[] content)
    {
        var entry = new Entry(position, content);
        _entries.Add(position, entry);
        _unassigned.Enqueue(entry);
        _bytes += content.Length;
    }

    /// <summary>A chunk is in the journal.</summary>
    /// <param name="position">Where it begins; one that is not in the window is none of ours any more.</param>
    public void Store(long position)
    {
        if (!_entries.Remove(position, out var entry))
            return;
        if (entry.Counter is { } counter)
            counter.Progress = time.GetTimestamp();
        Unassign(entry);
        entry.IsStored = true;
        _bytes -= entry.Content.Length;
    }

    /// <summary>A counter came up. What an earlier incarnation of it had is lost.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="incarnation">Its incarnation.</param>
    public void CounterUp(NodeName name, int incarnation)
    {
        if (_counters.TryGetValue(name, out var known) && known.Incarnation >= incarnation)
            return;
        if (known is not null)
            CounterDown(name, known.Incarnation);
        _counters.Add(name, new Counter(name, incarnation));
    }

    /// <summary>A counter went: its chunks wait for another one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="incarnation">The incarnation that went.</param>
    public void CounterDown(NodeName name, int incarnation)
    {
        if (!_counters.TryGetValue(name, out var counter) || counter.Incarnation > incarnation)
            return;
        _counters.Remove(name);
        Reassign(entry => entry.Counter == counter);
    }

    /// <summary>The collector was away: nobody could bring anything into the journal, and counters tell a new one what they have.</summary>
    public void RestartPatience()
    {
        foreach (var counter in _counters.Values)
            counter.Progress = time.GetTimestamp();
    }

    /// <summary>Chunks whose counter brings nothing into the journal are sent again, in case messages were lost without a crash.</summary>
    public void ReassignOverdue()
    {
        var now = time.GetTimestamp();
        Reassign(entry => entry.Counter is { } counter && time.GetElapsedTime(Math.Max(entry.SentAt, counter.Progress), now) >= entry.Patience);
    }

    /// <summary>Forgets chunks that turned out to be in the journal.</summary>
    /// <param name="isRemaining">True for the position of a chunk that is not.</param>
    public void KeepOnly(Func<long, bool> isRemaining)
    {
        foreach (var position in _entries.Keys.Where(position => !isRemaining(position)).ToArray())
            Store(position);
    }

    /// <summary>Gives the next waiting chunk to the counter that has the fewest bytes to count.</summary>
    /// <param name="assignment">What to send to whom, when the result is true.</param>
    /// <returns>False when no chunk waits or no counter is there.</returns>
    public bool TryAssign(out Assignment assignment)
    {
        assignment = default;
        while (_counters.Count > 0 && _unassigned.TryDequeue(out var entry))
        {
            if (entry.IsStored)
                continue;
            Debug.Assert(entry.Counter is null, "a waiting chunk has no counter");
            var counter = LeastLoaded(except: entry.Last);
            counter.Bytes += entry.Content.Length;
            entry.Counter = counter;
            entry.Last = counter.Name;
            entry.SentAt = time.GetTimestamp();
            assignment = new Assignment(counter.Name, entry.Position, entry.Content);
            return true;
        }
        return false;
    }

    private void Reassign(Func<Entry, bool> isLost)
    {
        foreach (var entry in _entries.Values.Where(isLost).OrderBy(entry => entry.Position).ToArray())
        {
            Unassign(entry);
            entry.Patience = entry.Patience * 2 < MaximumPatience ? entry.Patience * 2 : MaximumPatience;
            _unassigned.Enqueue(entry);
        }
    }

    private static void Unassign(Entry entry)
    {
        if (entry.Counter is { } counter)
            counter.Bytes -= entry.Content.Length;
        entry.Counter = null;
    }

    /// <summary>Prefers a counter that has not had the chunk last: that one may be alive and stuck.</summary>
    private Counter LeastLoaded(NodeName except)
    {
        Counter? best = null;
        foreach (var counter in _counters.Values)
        {
            if (best is null || (best.Name == except && counter.Name != except) || (counter.Name != except && counter.Bytes < best.Bytes))
                best = counter;
        }
        return best!;
    }

    /// <summary>A chunk to send to a counter.</summary>
    /// <param name="Counter">The counter.</param>
    /// <param name="Position">Where the chunk begins.</param>
    /// <param name="Content">Its bytes.</param>
    internal readonly record struct Assignment(NodeName Counter, long Position, byte[] Content);

    /// <summary>One incarnation of a counter, how much it has to count and whether it gets on.</summary>
    private sealed class Counter(NodeName name, int incarnation)
    {
        public NodeName Name { get; } = name;

        public int Incarnation { get; } = incarnation;

        public long Bytes { get; set; }

        /// <summary>When a chunk of it was last stored; 0 before the first.</summary>
        public long Progress { get; set; }
    }

    /// <summary>A chunk in the window.</summary>
    private sealed class Entry(long position, byte[] content)
    {
        public long Position { get; } = position;

        public byte[] Content { get; } = content;

        /// <summary>Who has it; null exactly while it waits in the queue or has left the window.</summary>
        public Counter? Counter { get; set; }

        /// <summary>Who had it last; default before the first time.</summary>
        public NodeName Last { get; set; }

        /// <summary>When it was sent; valid while <see cref="Counter"/> is not null.</summary>
        public long SentAt { get; set; }

        /// <summary>How long to wait before it is sent again.</summary>
        public TimeSpan Patience { get; set; } = SendWindow.Patience;

        /// <summary>True when it has left the window: its place in the queue is skipped.</summary>
        public bool IsStored { get; set; }
    }
}
