using ActorIpc.Benchmarking;
using ActorIpc.Benchmarking.Statistics;
using CsCheck;

namespace ActorIpc.Tests.Benchmarking.Statistics;

/// <summary>Medians and percentiles.</summary>
public sealed class SamplesTests
{
    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    [InlineData(new double[] { -1, -1, 7 }, -1)]
    public void Median_OfValues_IsTheOneInTheMiddle(double[] values, double expected) => Assert.Equal(expected, Samples.Median(values));

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(0.999, 100)]
    [InlineData(1, 100)]
    [InlineData(0.001, 1)]
    public void Percentile_OfOneToAHundred_IsTheNearestRank(double part, double expected) =>
        Assert.Equal(expected, Samples.Percentile(Enumerable.Range(1, 100).Reverse().Select(value => (double)value), part));

    [Fact]
    public void Percentile_OfAnyValues_IsTheSmallestThatEnoughDoNotExceed() =>
        Gen.Select(Gen.Double[0, 1000].Array[1, 300], Gen.Int[1, 1000]).Sample((values, thousandths) =>
        {
            var part = thousandths / 1000.0;
            var found = Samples.Percentile(values, part);
            Assert.Contains(found, values);
            // Counted in whole thousandths: no rounding decides.
            Assert.True(values.Count(value => value <= found) * 1000L >= (long)thousandths * values.Length);
            Assert.True(values.Count(value => value < found) * 1000L < (long)thousandths * values.Length);
        });

    [Fact]
    public void MedianOrNull_NothingKnown_IsNull()
    {
        Assert.Null(Samples.MedianOrNull([null, null]));
        Assert.Equal(2, Samples.MedianOrNull([null, 2]));
    }

    [Theory]
    [InlineData(0.000123456, 0.0001235)]
    [InlineData(1234567, 1235000)]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    public void Significant_OfAValue_KeepsItsFirstDigits(double value, double expected) => Assert.Equal(expected, Samples.Significant(value, 4));

    [Fact]
    public void Samples_Nothing_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Samples.Median([]));
        Assert.Throws<ArgumentException>(() => Samples.Percentile([], 0.5));
        Assert.Throws<ArgumentException>(() => Samples.Percentile([1], 0));
        Assert.Throws<ArgumentException>(() => Samples.Percentile([1], double.NaN));
    }

    [Fact]
    public void RoundFigures_OfAnInterval_AreForEachMessage()
    {
        var use = new ProcessUse(TimeSpan.FromMilliseconds(30), 4000) - new ProcessUse(TimeSpan.FromMilliseconds(10), 1000);
        var figures = RoundFigures.Of(1000, TimeSpan.FromMilliseconds(500), use).WithRoundTrips([.. Enumerable.Range(1, 1000).Select(value => (double)value)]);
        Assert.Equal((2000, 20, 3), (figures.MessagesPerSecond, figures.ProcessorMicrosecondsPerMessage, figures.AllocatedBytesPerMessage));
        Assert.Equal((500, 990, 999), (figures.P50Microseconds, figures.P99Microseconds, figures.P999Microseconds));
    }

    [Fact]
    public void RoundFigures_NothingArrived_AreRefused()
    {
        var error = Assert.Throws<BenchmarkException>(() => RoundFigures.Of(0, TimeSpan.FromSeconds(1), default));
        Assert.Contains("messages=0", error.Message, StringComparison.Ordinal);
    }
}
