using System.Globalization;
using ActorIpc.Hosting.Events;

namespace ActorIpc.Host.Rendering;

/// <summary>An event, or a line of a node's output, as one line for a person.</summary>
internal static class EventText
{
    /// <summary>The line with the local time before it.</summary>
    public static string WithTime(EventLine entry) =>
        $"{entry.Time.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} {Of(entry)}";

    /// <summary>A line of a node's output with the node and its life before it.</summary>
    public static string Of(LogLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Node}#{line.Incarnation} | {line.Text}");

    /// <summary>The line.</summary>
    public static string Of(EventLine entry)
    {
        var life = string.Create(CultureInfo.InvariantCulture, $"{entry.Node}#{entry.Incarnation}");
        return entry.Event switch
        {
            "starting" when entry.Standby is { } standby => string.Create(CultureInfo.InvariantCulture, $"{life} taken over by standby {standby}, pid {entry.Pid}"),
            "standby_starting" => $"{Standby(entry)} starting, pid {entry.Pid}",
            "standby_ready" => $"{Standby(entry)} waits, pid {entry.Pid}, after {Duration(entry.TookSeconds)}",
            "standby_down" when entry.Expected == true => $"{Standby(entry)} ended, not wanted any more",
            "standby_down" => $"{Standby(entry)} lost: {entry.Reason}",
            "starting" => $"{life} starting, pid {entry.Pid}",
            "ready" when entry.DownForSeconds is { } down => $"{life} ready, pid {entry.Pid}, down for {Duration(down)}",
            "ready" => $"{life} ready, pid {entry.Pid}, after {Duration(entry.TookSeconds)}",
            "down" => $"{life} {entry.Reason} after {Duration(entry.LivedSeconds)}",
            "backoff" => string.Create(CultureInfo.InvariantCulture, $"{entry.Node} restart {entry.Restarts} of {entry.Intensity} in {entry.PeriodSeconds:0.#} s, ")
                + (entry.DelaySeconds > 0 ? $"in {Duration(entry.DelaySeconds)}" : "now"),
            "stopping" => $"{life} is asked to stop",
            "failed" => $"{entry.Node} failed and is not started again by itself",
            "hung" => $"{life} hangs: no answer for {Duration(entry.SilenceSeconds)}",
            "lane_opened" => $"{life} has a lane to {entry.Peer}, {entry.Reason}",
            "lane_closed" => $"{life} has no lane to {entry.Peer} any more, messages go the classic way: {entry.Reason}",
            "lane_not_opened" => $"{life} gets no lane to {entry.Peer}, messages go the classic way: {entry.Reason}",
            "escalated" => entry.Reason ?? "",
            "waiting" => $"waiting for {string.Join(", ", entry.Waiting ?? [])}",
            "skipped" => $"({entry.Lines} lines of output were too many to show)",
            var other => $"{life} {other}", // stopped, completed, and what a newer host tells
        };
    }

    private static string Standby(EventLine entry) => string.Create(CultureInfo.InvariantCulture, $"{entry.Child} standby {entry.Standby}");

    private static string Duration(double? seconds) => Quantity.Duration(seconds is { } s ? TimeSpan.FromSeconds(s) : null);
}
