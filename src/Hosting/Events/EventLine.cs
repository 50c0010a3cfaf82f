using System.Text.Json.Serialization;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Events;

/// <summary>
/// Something that happened under a host, as <c>events --format jsonl</c> tells it: flat, with only the members that its <see cref="Event"/> has. Durations
/// are seconds.
/// </summary>
public sealed record EventLine
{
    /// <summary>When the host saw it.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// What happened: starting, ready, down, backoff, stopping, stopped, completed, failed, hung, escalated, lane_opened, lane_closed, lane_not_opened, standby_starting,
    /// standby_ready, standby_down, waiting, skipped, progress or output.
    /// </summary>
    public required string Event { get; init; }

    /// <summary>The node it happened to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Node { get; init; }

    /// <summary>The life it happened to; 0 before the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Incarnation { get; init; }

    /// <summary>standby_...: the child it stands by for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Child { get; init; }

    /// <summary>standby_...: which standby; starting: the one that takes over, not when a process was started.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Standby { get; init; }

    /// <summary>starting, ready, standby_starting, standby_ready: the process.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Pid { get; init; }

    /// <summary>ready: the address of its actor system.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Address { get; init; }

    /// <summary>ready: from the start of its process, or of the takeover; standby_ready.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TookSeconds { get; init; }

    /// <summary>ready: since the end of the life before; not in the first life.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DownForSeconds { get; init; }

    /// <summary>lane_...: the life to which the lane leads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Peer { get; init; }

    /// <summary>down, standby_down, escalated, lane_...: why, for a person to read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>down: the exit code, 128 + its number for a signal; not when it could not be started.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitCode { get; init; }

    /// <summary>down: from the start of the process to its end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LivedSeconds { get; init; }

    /// <summary>down: true when it was asked to end or ended normally.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Expected { get; init; }

    /// <summary>down: the last lines of its standard error, oldest first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? LastLines { get; init; }

    /// <summary>backoff: when it is started again; 0 is at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DelaySeconds { get; init; }

    /// <summary>backoff: how many restarts count now, this one included.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Restarts { get; init; }

    /// <summary>backoff: how many are allowed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Intensity { get; init; }

    /// <summary>backoff: within what time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PeriodSeconds { get; init; }

    /// <summary>hung: how long it has not answered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SilenceSeconds { get; init; }

    /// <summary>escalated: the supervisor that gave up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Supervisor { get; init; }

    /// <summary>waiting: for whom a stop waits, and what comes next.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Waiting { get; init; }

    /// <summary>skipped: how many lines of output this reader lost because it did not keep up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Lines { get; init; }

    /// <summary>output: the line; progress: the remark.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    /// <summary>progress: how much is done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Done { get; init; }

    /// <summary>progress: how much there is in all; 0 while that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Total { get; init; }

    /// <summary>progress: the unit of both.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>What <c>events</c> tells of an event.</summary>
    /// <param name="entry">The event.</param>
    /// <exception cref="ArgumentOutOfRangeException">The event is of a kind made outside this library.</exception>
    public static EventLine Of(HostEvent entry) => entry switch
    {
        NodeStarting e => About(e, "starting") with { Pid = e.Pid, Standby = e.Standby },
        NodeReady e => About(e, "ready") with
        {
            Pid = e.Pid,
            Address = e.Address,
            TookSeconds = e.Took.TotalSeconds,
            DownForSeconds = e.DownFor?.TotalSeconds,
        },
        NodeDown e => About(e, "down") with
        {
            Reason = e.Reason,
            ExitCode = e.ExitCode,
            LivedSeconds = e.Lived.TotalSeconds,
            Expected = e.Expected,
            LastLines = e.LastLines,
        },
        NodeBackoff e => About(e, "backoff") with
        {
            DelaySeconds = e.Delay.TotalSeconds,
            Restarts = e.Restarts,
            Intensity = e.Intensity,
            PeriodSeconds = e.Period.TotalSeconds,
        },
        NodeStopping e => About(e, "stopping"),
        NodeEnded e => About(e, e.State.ToString().ToLowerInvariant()),
        NodeHung e => About(e, "hung") with { SilenceSeconds = e.Silence.TotalSeconds },
        SupervisorEscalated e => About(e, "escalated") with { Supervisor = e.Supervisor, Reason = e.Reason },
        NodeLaneChanged e => About(e, WordOf(e.Kind)) with { Peer = e.Peer, Reason = e.Reason },
        JobProgressed e => About(e, "progress") with { Done = e.Done, Total = e.Total, Unit = e.Unit, Text = e.Note },
        NodeOutput e => About(e, "output") with { Text = e.Text },
        StandbyStarting e => About(e, "standby_starting") with { Pid = e.Pid },
        StandbyReady e => About(e, "standby_ready") with { Pid = e.Pid, TookSeconds = e.Took.TotalSeconds },
        StandbyDown e => About(e, "standby_down") with { Reason = e.Reason, Expected = e.Expected, LastLines = e.LastLines },
        StopWaiting e => new EventLine { Time = e.Time, Event = "waiting", Waiting = e.Waiting },
        OutputSkipped e => new EventLine { Time = e.Time, Event = "skipped", Lines = e.Lines },
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry, "every event has a line"),
    };

    private static string WordOf(LaneChangeKind kind) => kind switch
    {
        LaneChangeKind.Opened => "lane_opened",
        LaneChangeKind.Closed => "lane_closed",
        LaneChangeKind.NotOpened => "lane_not_opened",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "every change of a lane has a word"),
    };

    private static EventLine About(StandbyEvent entry, string what) =>
        new() { Time = entry.Time, Event = what, Child = entry.Child.Value, Standby = entry.Number };

    private static EventLine About(NodeEvent entry, string what) =>
        new() { Time = entry.Time, Event = what, Node = entry.Node.Value, Incarnation = entry.Incarnation };
}
