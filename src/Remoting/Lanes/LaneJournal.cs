using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Remoting.Lanes;

/// <summary>The latest changes of an actor system's lanes, for who asks now and then. What nobody has asked for in time is forgotten; the numbers tell.</summary>
/// <param name="time">The clock.</param>
internal sealed class LaneJournal(TimeProvider time)
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 256;

    private const int MaxReason = 200;

    private readonly Lock _gate = new();
    private readonly Queue<LaneChange> _changes = new();
    private long _last;

    /// <summary>Something has happened.</summary>
    /// <param name="kind">What.</param>
    /// <param name="peer">To which peer's lane.</param>
    /// <param name="reason">Why; only its beginning is kept.</param>
    public void Add(LaneChangeKind kind, Address peer, string reason)
    {
        lock (_gate)
        {
            if (_changes.Count == Kept)
                _changes.Dequeue();
            _changes.Enqueue(new LaneChange(++_last, time.GetUtcNow(), kind, peer.ToString(), reason.Length > MaxReason ? reason[..MaxReason] : reason));
        }
    }

    /// <summary>What has happened since a change, oldest first.</summary>
    /// <param name="number">The change's number; 0: since the beginning.</param>
    /// <param name="most">How many are wanted at the most.</param>
    public LaneChange[] After(long number, int most)
    {
        lock (_gate)
            return number >= _last ? [] : [.. _changes.Where(change => change.Number > number).Take(most)];
    }
}
