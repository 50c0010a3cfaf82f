using ActorIpc.Links;

namespace ActorIpc.Tests.Links;

/// <summary>Keeps what it is given; answers as told.</summary>
internal sealed class RecordingHandler : ILinkHandler
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _records = [];
    private int _calls;
    private int _batches;
    private int _writable;

    /// <summary>Answers a record, with how many were taken before; null: always More.</summary>
    public Func<byte[], int, LinkFlow>? Answer { get; init; }

    public LinkEnd? End { get; private set; }

    public int Ends { get; private set; }

    public int Calls => Volatile.Read(ref _calls);

    public int Batches => Volatile.Read(ref _batches);

    public int WritableCalls => Volatile.Read(ref _writable);

    public int Count
    {
        get
        {
            lock (_gate)
                return _records.Count;
        }
    }

    public byte[][] Records
    {
        get
        {
            lock (_gate)
                return [.. _records];
        }
    }

    public LinkFlow OnRecord(ReadOnlySpan<byte> payload)
    {
        Interlocked.Increment(ref _calls);
        var copy = payload.ToArray();
        var flow = Answer?.Invoke(copy, Count) ?? LinkFlow.More;
        if (flow != LinkFlow.Again)
        {
            lock (_gate)
                _records.Add(copy);
        }
        return flow;
    }

    public void OnBatchEnd() => Interlocked.Increment(ref _batches);

    public void OnWritable() => Interlocked.Increment(ref _writable);

    public void OnEnd(LinkEnd end)
    {
        End = end;
        Ends++;
    }
}
