namespace ActorIpc.Nodes.Deliveries;

/// <summary>The receiver's half of a stream, without I/O: what is accepted, and what has been processed.</summary>
internal sealed class ReceivedStream
{
    private long _expected = 1;

    /// <summary>The highest sequence up to which everything has been processed, here or by an earlier incarnation.</summary>
    public long Processed { get; private set; }

    /// <summary>The highest sequence that was accepted.</summary>
    public long Accepted => _expected - 1;

    /// <summary>True while the serving actor has been asked how far it is and has not answered.</summary>
    public bool IsAsking { get; set; }

    /// <summary>Whether a message is the next one; not so for duplicates, and for what came past a gap and will come again.</summary>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="first">The lowest one its sender has not settled: nothing before it will come.</param>
    public bool Accept(long sequence, long first)
    {
        if (first > _expected)
        {
            _expected = first;
            Processed = Math.Max(Processed, first - 1);
        }
        if (sequence != _expected)
            return false;
        _expected++;
        return true;
    }

    /// <summary>The serving actor has processed everything up to a sequence.</summary>
    public void Process(long upTo) => Processed = Math.Max(Processed, upTo);
}
