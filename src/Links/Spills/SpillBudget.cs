namespace ActorIpc.Links.Spills;

/// <summary>Counts bytes that many links hold together against one bound.</summary>
/// <param name="limit">The bound, in bytes.</param>
internal sealed class SpillBudget(long limit)
{
    private long _used;

    /// <summary>Bytes held now.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Takes bytes unless that passes the bound, which a control record may pass by its link's reserve.</summary>
    public bool TryTake(long bytes, long reserve)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit + reserve)
            return true;
        Return(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
