using System.Diagnostics;

namespace ActorIpc.Remoting.Scheduling;

/// <summary>
/// Items by the time they are due; those due at the same time in the order they came. Cancelled items are not looked for when they are cancelled:
/// they leave when they come first, and all together when they may be the greater part, so that a cancellation costs nothing and the queue
/// stays within a constant factor of what is live. Not for concurrent use.
/// </summary>
internal sealed class ScheduledQueue
{
    /// <summary>So many more items than twice the live ones are kept before the cancelled ones are swept out.</summary>
    public const int Slack = 1024;

    /// <summary>The deadline of a queue without items: after every item's.</summary>
    public const long Never = long.MaxValue;

    private readonly PriorityQueue<ScheduledItem, Due> _items = new();
    private long _sequence;
    private int _liveAtSweep;

    /// <summary>How many items there are, with those that were cancelled and have not been swept out.</summary>
    public int Count => _items.Count;

    /// <summary>When the first item is due that is not cancelled; <see cref="Never"/> when there is none.</summary>
    public long FirstDeadline()
    {
        while (_items.TryPeek(out var item, out _))
        {
            if (!item.IsCancelled)
                return item.Deadline;
            _items.Dequeue();
        }
        return Never;
    }

    /// <summary>Adds an item, unless it is cancelled already.</summary>
    public void Add(ScheduledItem item)
    {
        if (item.IsCancelled)
            return;
        if (_items.Count >= 2L * _liveAtSweep + Slack)
            Sweep();
        _items.Enqueue(item, new Due(item.Deadline, _sequence++));
    }

    /// <summary>Takes the first item that is not cancelled, if it is due.</summary>
    /// <param name="now">The time.</param>
    public ScheduledItem? TakeDue(long now) => FirstDeadline() <= now && _items.TryDequeue(out var item, out _) ? item : null;

    private void Sweep()
    {
        var live = _items.UnorderedItems.Where(i => !i.Element.IsCancelled).ToList();
        _items.Clear();
        _items.EnqueueRange(live);
        _liveAtSweep = live.Count;
        Debug.Assert(_items.Count == _liveAtSweep, "after a sweep every item was live when it was looked at");
    }

    /// <summary>The place of an item in the queue.</summary>
    private readonly record struct Due(long Deadline, long Sequence) : IComparable<Due>
    {
        public int CompareTo(Due other) =>
            Deadline != other.Deadline ? Deadline.CompareTo(other.Deadline) : Sequence.CompareTo(other.Sequence);
    }
}
