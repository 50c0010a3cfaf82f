using System.Diagnostics;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Processes;

/// <summary>What a node has said of its lanes with its answers to pings, and how fast it went between two of them. Confined to the supervisor actor.</summary>
internal sealed class LaneWatch
{
    /// <summary>Answers that come closer together than this are one: a node that was stopped gives its late ones all at once.</summary>
    private static readonly TimeSpan Closest = TimeSpan.FromSeconds(0.5);

    private long _takenAt; // of the report from which the next rates are measured; 0 exactly before the first
    private (long Sent, long Received) _base;

    /// <summary>The latest report; null before the first, and when the node has no lanes by configuration.</summary>
    public LaneReport? Report { get; private set; }

    /// <summary>Messages a second that came in; null before the second report.</summary>
    public double? InPerSecond { get; private set; }

    /// <summary>Messages a second that went out; null before the second report.</summary>
    public double? OutPerSecond { get; private set; }

    /// <summary>The number of the last change that was told.</summary>
    public long LastChange { get; private set; }

    /// <summary>Takes a report.</summary>
    /// <param name="report">The report; null: the node has no lanes.</param>
    /// <returns>The changes that have not been told yet, oldest first.</returns>
    public IReadOnlyList<LaneChange> Take(LaneReport? report) => Take(report, Stopwatch.GetTimestamp());

    /// <summary>Takes a report.</summary>
    /// <param name="report">The report; null: the node has no lanes.</param>
    /// <param name="now">When it came, as a <see cref="Stopwatch"/> time stamp.</param>
    /// <returns>The changes that have not been told yet, oldest first.</returns>
    public IReadOnlyList<LaneChange> Take(LaneReport? report, long now)
    {
        Report = report;
        if (report is null)
            return [];
        var passed = Stopwatch.GetElapsedTime(_takenAt, now);
        if (_takenAt != 0 && passed >= Closest)
        {
            InPerSecond = Math.Max(0, report.Received - _base.Received) / passed.TotalSeconds;
            OutPerSecond = Math.Max(0, report.Sent - _base.Sent) / passed.TotalSeconds;
        }
        if (_takenAt == 0 || passed >= Closest)
            (_takenAt, _base) = (now, (report.Sent, report.Received));
        var news = report.Changes.Where(change => change.Number > LastChange).ToList();
        if (news.Count > 0)
            LastChange = news[^1].Number;
        return news;
    }
}
