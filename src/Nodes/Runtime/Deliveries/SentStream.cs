using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace ActorIpc.Nodes.Deliveries;

/// <summary>
/// The sender's half of a stream, without clock or I/O: which messages are not settled, and which is to be sent next. Sends as far ahead as a window, and goes back to the first
/// one that is not settled when the receiver is new or silent.
/// </summary>
/// <typeparam name="T">A message.</typeparam>
internal sealed class SentStream<T>
    where T : notnull
{
    /// <summary>How many messages may be under way.</summary>
    public const int Window = 1024;

    private readonly Dictionary<long, T> _kept = [];
    private long _last;
    private long _next = 1;

    /// <summary>The lowest sequence that is not settled.</summary>
    public long First { get; private set; } = 1;

    /// <summary>The highest sequence that was ever sent.</summary>
    public long Sent { get; private set; }

    /// <summary>How many messages are not settled.</summary>
    public long Count => _last - First + 1;

    /// <summary>True when something was sent that is not settled.</summary>
    public bool IsUnderWay => _next > First;

    /// <summary>Takes a message into the stream.</summary>
    public void Add(T message) => _kept.Add(++_last, message);

    /// <summary>The next message to send; false when there is none, or the window is full.</summary>
    public bool TryNext(out long sequence, [NotNullWhen(true)] out T? message)
    {
        sequence = _next;
        message = default;
        if (_next > _last || _next - First >= Window)
            return false;
        message = _kept[_next++];
        Sent = Math.Max(Sent, sequence);
        return true;
    }

    /// <summary>Everything up to a sequence is settled.</summary>
    /// <returns>How many messages that settled.</returns>
    public long Settle(long upTo)
    {
        upTo = Math.Min(upTo, Sent); // What was never sent is not processed, whatever a peer says.
        var settled = 0L;
        for (; First <= upTo; First++, settled++)
            _kept.Remove(First);
        _next = Math.Max(_next, First);
        Debug.Assert(_kept.Count == Count, "a stream keeps what is not settled");
        return settled;
    }

    /// <summary>Sends again from the first message that is not settled.</summary>
    /// <returns>How many that are.</returns>
    public long GoBack()
    {
        var again = _next - First;
        _next = First;
        return again;
    }

    /// <summary>The first message that is not settled.</summary>
    public bool TryPeek([NotNullWhen(true)] out T? message) => _kept.TryGetValue(First, out message);
}
