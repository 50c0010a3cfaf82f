using System.Diagnostics;

namespace ActorIpc.Nodes.Collector;

/// <summary>Which positions of the input have been counted: ascending ranges that neither touch nor overlap.</summary>
internal sealed class Coverage
{
    private readonly List<long> _bounds = []; // begin, end (exclusive), begin, end ...: strictly ascending

    /// <summary>How many positions are covered.</summary>
    public long Bytes { get; private set; }

    /// <summary>The begin and end (exclusive) of each range, ascending.</summary>
    public IReadOnlyList<long> Bounds => _bounds;

    /// <summary>What a range is to the coverage.</summary>
    /// <param name="begin">Its first position.</param>
    /// <param name="end">The position after its last, above <paramref name="begin"/>.</param>
    public Overlap Of(long begin, long end)
    {
        var at = BoundsUpTo(begin);
        if (at % 2 == 1)
            return end <= _bounds[at] ? Overlap.Whole : Overlap.Partial;
        return at == _bounds.Count || end <= _bounds[at] ? Overlap.None : Overlap.Partial;
    }

    /// <summary>Adds a range.</summary>
    /// <param name="begin">Its first position.</param>
    /// <param name="end">The position after its last; no position between is covered.</param>
    public void Add(long begin, long end)
    {
        Debug.Assert(begin < end && Of(begin, end) == Overlap.None, "what is added is not covered yet");
        var at = BoundsUpTo(begin); // even: begin is in a gap
        var touchesBefore = at > 0 && _bounds[at - 1] == begin;
        var touchesAfter = at < _bounds.Count && _bounds[at] == end;
        if (touchesBefore && touchesAfter)
            _bounds.RemoveRange(at - 1, 2);
        else if (touchesBefore)
            _bounds[at - 1] = end;
        else if (touchesAfter)
            _bounds[at] = begin;
        else
            _bounds.InsertRange(at, [begin, end]);
        Bytes += end - begin;
    }

    /// <summary>The bounds of what is not covered.</summary>
    /// <param name="total">The number of positions there are in all.</param>
    public long[] Gaps(long total)
    {
        // The gaps' bounds are the ranges' with 0 and the total around them; the pairs that then have no length fall out.
        var gaps = new List<long>(_bounds.Count + 2);
        long begin = 0;
        for (var i = 0; i < _bounds.Count; i += 2)
        {
            if (_bounds[i] > begin)
                gaps.AddRange([begin, _bounds[i]]);
            begin = _bounds[i + 1];
        }
        if (total > begin)
            gaps.AddRange([begin, total]);
        return [.. gaps];
    }

    /// <summary>How many bounds are at or below a position; odd exactly when the position is covered, because an end is exclusive.</summary>
    private int BoundsUpTo(long position)
    {
        var at = _bounds.BinarySearch(position);
        return at >= 0 ? at + 1 : ~at;
    }
}
