using ActorIpc.Nodes.Collector;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Nodes.Collector;

public sealed class CoverageTests(ITestOutputHelper output)
{
    [Fact]
    public void Coverage_OfRandomRanges_IsWhatAnArrayOfBitsSays()
    {
        const int Total = 60;
        var random = Seeded.Random(output);
        for (var round = 0; round < 300; round++)
        {
            var coverage = new Coverage();
            var bits = new bool[Total];
            for (var step = 0; step < 40; step++)
            {
                var begin = random.Next(Total);
                var end = random.Next(begin + 1, Math.Min(Total, begin + 8) + 1);
                var covered = bits[begin..end].Count(bit => bit);
                var expected = covered == 0 ? Overlap.None : covered == end - begin ? Overlap.Whole : Overlap.Partial;
                Assert.Equal(expected, coverage.Of(begin, end));
                if (expected != Overlap.None)
                    continue;
                coverage.Add(begin, end);
                Array.Fill(bits, true, begin, end - begin);
                Assert.Equal(bits.Count(bit => bit), coverage.Bytes);
                Assert.Equal(Bounds(bits, true), coverage.Bounds);
                Assert.Equal(Bounds(bits, false), coverage.Gaps(Total));
            }
        }
    }

    [Fact]
    public void Gaps_OfNothing_IsEverything()
    {
        Assert.Equal([0, 7], new Coverage().Gaps(7));
        Assert.Empty(new Coverage().Gaps(0));
    }

    private static List<long> Bounds(bool[] bits, bool value)
    {
        var bounds = new List<long>();
        for (var i = 0; i <= bits.Length; i++)
        {
            var before = i > 0 && bits[i - 1] == value;
            var here = i < bits.Length && bits[i] == value;
            if (before != here)
                bounds.Add(i);
        }
        return bounds;
    }
}
