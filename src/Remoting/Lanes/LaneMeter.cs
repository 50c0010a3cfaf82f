using System.Diagnostics.Metrics;

namespace ActorIpc.Remoting.Lanes;

/// <summary>The meter <c>ActorIpc.Lanes</c>: the lanes of all actor systems of the process.</summary>
internal static class LaneMeter
{
    private static readonly Meter Meter = new("ActorIpc.Lanes");
    private static readonly Lock Gate = new();
    private static readonly List<LaneCounters> Systems = []; // those that have ended too: a counter never goes back

    static LaneMeter()
    {
        Directed("actoripc.lanes.messages", "{message}", "Messages written and read.", counts => (counts.MessagesSent, counts.MessagesReceived));
        Directed("actoripc.lanes.bytes", "By", "Their bytes, headers included.", counts => (counts.BytesSent, counts.BytesReceived));
        Meter.CreateObservableCounter("actoripc.lanes.overflowed", () => Sum(counts => counts.Overflowed), "{message}", "Messages that found everything full and became dead letters.");
        Meter.CreateObservableCounter("actoripc.lanes.waits", () => Sum(counts => counts.Waits), "{message}", "Messages that waited for room.");
        Meter.CreateObservableCounter("actoripc.lanes.switches", () => Sum(counts => counts.Switches), "{switch}", "Switches from the classic way to a lane.");
        Meter.CreateObservableCounter("actoripc.lanes.fallbacks", () => Sum(counts => counts.Fallbacks), "{fallback}", "Returns to the classic way.");
        Meter.CreateObservableUpDownCounter("actoripc.lanes.open", () => Sum(counts => counts.OpenOut), "{lane}", "Lanes that are open to peers.");
    }

    /// <summary>Shows an actor system's lanes.</summary>
    /// <param name="counters">Its counts.</param>
    public static void Add(LaneCounters counters)
    {
        lock (Gate)
            Systems.Add(counters);
    }

    private static void Directed(string name, string unit, string description, Func<LaneCounts, (long Sent, long Received)> of) => Meter.CreateObservableCounter(
        name,
        () => new[]
        {
            new Measurement<long>(Sum(counts => of(counts).Sent), new KeyValuePair<string, object?>("direction", "sent")),
            new Measurement<long>(Sum(counts => of(counts).Received), new KeyValuePair<string, object?>("direction", "received")),
        },
        unit,
        description);

    private static long Sum(Func<LaneCounts, long> of)
    {
        lock (Gate)
            return Systems.Sum(system => of(system.Snapshot()));
    }
}
