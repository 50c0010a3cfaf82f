using System.Diagnostics;
using ActorIpc.Hosting.Processes;
using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Hosting.Processes;

/// <summary>Rates from counts, and changes told once.</summary>
public sealed class LaneWatchTests
{
    [Fact]
    public void Rates_BetweenTwoReports_AreMessagesByTime()
    {
        var watch = new LaneWatch();
        watch.Take(Report(1_000, 100), At(10));
        Assert.Null(watch.InPerSecond);

        watch.Take(Report(3_000, 200), At(12));

        Assert.Equal((1_000, 50), (watch.OutPerSecond!.Value, watch.InPerSecond!.Value));
    }

    [Fact]
    public void Rates_OfReportsThatComeAllAtOnce_StayThoseOfTheTimeBefore()
    {
        var watch = new LaneWatch();
        watch.Take(Report(0, 0), At(10));
        watch.Take(Report(1_000, 0), At(11));

        watch.Take(Report(1_500, 0), At(11.01));
        Assert.Equal(1_000, watch.OutPerSecond);

        watch.Take(Report(2_000, 0), At(13));
        Assert.Equal(500, watch.OutPerSecond);
    }

    [Fact]
    public void Changes_ThatAreToldAgain_AreNewOnce()
    {
        var watch = new LaneWatch();

        Assert.Equal([1, 2], watch.Take(Report(0, 0, 1, 2), At(10)).Select(change => change.Number));
        Assert.Equal([3], watch.Take(Report(0, 0, 1, 2, 3), At(11)).Select(change => change.Number));
        Assert.Empty(watch.Take(Report(0, 0, 2, 3), At(12)));
        Assert.Equal(3, watch.LastChange);
    }

    [Fact]
    public void Report_OfANodeWithoutLanes_GivesNothing()
    {
        var watch = new LaneWatch();

        Assert.Empty(watch.Take(null, At(10)));

        Assert.Null(watch.Report);
        Assert.Null(watch.InPerSecond);
    }

    private static long At(double seconds) => (long)(seconds * Stopwatch.Frequency);

    private static LaneReport Report(long sent, long received, params long[] changes) => new(
        1, 1, sent, received, 0, 0, 0, [.. changes.Select(number => new LaneChange(number, DateTimeOffset.UnixEpoch, LaneChangeKind.Opened, "akka.tcp://a@b:1", "over shm"))]);
}
