using System.Diagnostics;

namespace ActorIpc.Hosting.Processes;

/// <summary>
/// Counts the pings a node has left unanswered. Pings are counted, not seconds, so that a host that was itself stopped for a while does not
/// take its own silence for its nodes'.
/// </summary>
internal sealed class Pulse
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Ticks of the host's timer that come closer together than this are one: a stopped host gets its late ones all at once.</summary>
    private static readonly TimeSpan Closest = Interval / 2;

    private long _lastTick;
    private long _sequence;
    private long _lastAnswer;

    /// <summary>How many pings in a row are unanswered.</summary>
    public int Missed { get; private set; }

    /// <summary>Whether the last answer said that a managed debugger is attached.</summary>
    public bool IsDebugged { get; private set; }

    /// <summary>How long ago the last answer came; null before the first.</summary>
    public TimeSpan? SinceAnswer => _lastAnswer == 0 ? null : Stopwatch.GetElapsedTime(_lastAnswer);

    /// <summary>Takes a tick of the host's timer.</summary>
    /// <returns>The number of the ping to send; null when this tick does not count.</returns>
    public long? Tick()
    {
        if (_lastTick != 0 && Stopwatch.GetElapsedTime(_lastTick) < Closest)
            return null;
        _lastTick = Stopwatch.GetTimestamp();
        Missed++;
        return ++_sequence;
    }

    /// <summary>How long the node has not answered, as far as the host was awake to see it.</summary>
    public TimeSpan Silence => Missed * Interval;

    /// <summary>Takes an answer.</summary>
    /// <param name="sequence">The ping's number; one that was never sent is ignored.</param>
    /// <param name="isDebugged">Whether a managed debugger is attached to the node.</param>
    /// <returns>True when it ends a silence of more than one ping.</returns>
    public bool Answer(long sequence, bool isDebugged)
    {
        if (sequence > _sequence)
            return false;
        var wasSilent = Missed > 1;
        Missed = 0;
        IsDebugged = isDebugged;
        _lastAnswer = Stopwatch.GetTimestamp();
        return wasSilent;
    }
}
