using ActorIpc.Nodes.Source;

namespace ActorIpc.Tests.Nodes.Source;

public sealed class RemainingRangesTests
{
    [Fact]
    public void Advance_ThroughTheRanges_SkipsWhatIsBetween()
    {
        var ranges = new RemainingRanges([2, 5, 10, 12], 20);

        Assert.Equal(2, ranges.Next);
        Assert.True(ranges.TryAdvance(2));
        Assert.Equal(4, ranges.Next);
        Assert.True(ranges.TryAdvance(1));
        Assert.Equal(10, ranges.Next);
        Assert.False(ranges.TryAdvance(3));
        Assert.True(ranges.TryAdvance(2));
        Assert.True(ranges.IsEmpty);
    }

    [Fact]
    public void Contains_IsTrueInsideTheRangesOnly()
    {
        var ranges = new RemainingRanges([2, 5, 10, 12], 20);

        Assert.Equal([2, 3, 4, 10, 11], Enumerable.Range(0, 20).Where(position => ranges.Contains(position)));
    }

    [Fact]
    public void Ranges_OfNothing_AreEmpty()
    {
        var ranges = new RemainingRanges([], 0);

        Assert.True(ranges.IsEmpty);
        Assert.False(ranges.Contains(0));
    }

    [Theory]
    [InlineData(1L)]
    [InlineData(-1L, 2L)]
    [InlineData(3L, 3L)]
    [InlineData(4L, 6L, 5L, 7L)]
    [InlineData(4L, 21L)]
    public void Ranges_ThatNoPlanHas_Throw(params long[] bounds) => Assert.Throws<FormatException>(() => new RemainingRanges(bounds, 20));
}
