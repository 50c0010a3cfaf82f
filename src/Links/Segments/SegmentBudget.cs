namespace ActorIpc.Links.Segments;

/// <summary>Divides what a process may reserve for rings among its links: the first may take half, each further one a quarter of what is left, and the smallest
/// rings are given as long as they fit at all.</summary>
/// <param name="limit">Bytes for all.</param>
internal sealed class SegmentBudget(long limit)
{
    private readonly Lock _gate = new();
    private long _used;

    /// <summary>Bytes reserved now.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Takes the bytes of a segment with these rings, if they are its share.</summary>
    /// <param name="ring0">Capacity of one ring, in bytes.</param>
    /// <param name="ring1">Capacity of the other.</param>
    /// <param name="smallest">True: no smaller rings will be asked for.</param>
    public bool TryTake(int ring0, int ring1, bool smallest)
    {
        var bytes = SegmentLayout.For(ring0, ring1).Bytes;
        lock (_gate)
        {
            var left = limit - _used;
            var share = smallest ? left : _used == 0 ? (left / 2) + SegmentLayout.OverheadBytes : left / 4;
            if (bytes > left || bytes > share)
                return false;
            _used += bytes;
            return true;
        }
    }

    /// <summary>Gives them back.</summary>
    public void Return(int ring0, int ring1)
    {
        lock (_gate)
            _used -= SegmentLayout.For(ring0, ring1).Bytes;
    }
}
