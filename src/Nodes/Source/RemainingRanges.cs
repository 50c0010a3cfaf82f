namespace ActorIpc.Nodes.Source;

/// <summary>The ranges of positions that a plan leaves to be counted, and how far they have been read.</summary>
internal sealed class RemainingRanges
{
    private readonly long[] _bounds;
    private int _range;

    /// <summary>Begins at the first range.</summary>
    /// <param name="bounds">Begin and end (exclusive) of each range, ascending and apart.</param>
    /// <param name="totalBytes">What no end exceeds.</param>
    /// <exception cref="FormatException">The bounds are not ascending, or outside 0 to <paramref name="totalBytes"/>.</exception>
    public RemainingRanges(long[] bounds, long totalBytes)
    {
        for (var i = 0; i < bounds.Length; i++)
        {
            if (bounds[i] < 0 || bounds[i] > totalBytes || (i > 0 && bounds[i] <= bounds[i - 1]) || bounds.Length % 2 != 0)
                throw new FormatException($"a plan's ranges are pairs, ascending, and end within the input: bounds={bounds.Length} index={i} value={bounds[i]} total={totalBytes}");
        }
        _bounds = [.. bounds];
        Next = bounds.Length > 0 ? bounds[0] : 0;
    }

    /// <summary>True when everything has been read.</summary>
    public bool IsEmpty => _range == _bounds.Length;

    /// <summary>Where the next chunk begins; valid unless <see cref="IsEmpty"/>.</summary>
    public long Next { get; private set; }

    /// <summary>True when a position is in one of the ranges, read or not.</summary>
    /// <param name="position">The position.</param>
    public bool Contains(long position)
    {
        var at = Array.BinarySearch(_bounds, position);
        // Found: a begin (even index) is inside, an end is not. Not found: inside when the next bound is an end.
        return at >= 0 ? at % 2 == 0 : ~at % 2 == 1;
    }

    /// <summary>Steps over a chunk that begins at <see cref="Next"/>.</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>False when it does not end inside the range: then it is not the chunk that was there when the range arose.</returns>
    public bool TryAdvance(int length)
    {
        var end = _bounds[_range + 1];
        if (length > end - Next)
            return false;
        Next += length;
        if (Next == end)
        {
            _range += 2;
            Next = IsEmpty ? end : _bounds[_range];
        }
        return true;
    }
}
