using System.Diagnostics.Metrics;

namespace ActorIpc.Links;

/// <summary>The meters of the library, meter <c>ActorIpc.Links</c>: read from the links' own counts when somebody looks, so counting costs nothing extra.</summary>
internal static class LinkMeter
{
    public const string Name = "ActorIpc.Links";

    private static readonly Meter Meter = new(Name);
    private static readonly Lock Gate = new();
    private static readonly HashSet<LinkRuntime> Runtimes = [];
    private static LinkCounters _ended;
    private static long _endedWakeUps;

    static LinkMeter()
    {
        Counter("actoripc.links.records", "{record}", "Records accepted for sending, and delivered.", sum => sum.RecordsSent, sum => sum.RecordsReceived);
        Counter("actoripc.links.bytes", "By", "Their payload.", sum => sum.BytesSent, sum => sum.BytesReceived);
        Meter.CreateObservableCounter("actoripc.links.bells", () => Sum().BellsSent, "{bell}", "Bells sent, and writes to sockets.");
        Meter.CreateObservableCounter("actoripc.links.wakeups", WakeUps, "{wakeup}", "Times a reader thread came back from blocking.");
        Meter.CreateObservableCounter("actoripc.links.full_ring_waits", () => Sum().FullRingWaits, "{wait}", "Times a record found its ring, or its socket, full.");
        Meter.CreateObservableCounter("actoripc.links.spilled", () => Sum().SpilledBytes, "By", "Bytes that went through a spill.");
        Meter.CreateObservableCounter("actoripc.links.refused", () => Sum().Refused, "{write}", "Writes that found their spill full.");
        Meter.CreateObservableUpDownCounter("actoripc.links.waiting", Waiting, "By", "Bytes that wait in spills.");
        Meter.CreateObservableUpDownCounter("actoripc.links.open", Open, "{link}", "Open links by medium.");
    }

    public static void Add(LinkRuntime runtime)
    {
        lock (Gate)
            Runtimes.Add(runtime);
    }

    public static void Remove(LinkRuntime runtime)
    {
        lock (Gate)
        {
            if (Runtimes.Remove(runtime))
                _endedWakeUps += runtime.Readers.WakeUps;
        }
    }

    /// <summary>Keeps the counts of a link that has ended: a counter never goes back.</summary>
    public static void Keep(Link link)
    {
        lock (Gate)
            _ended = Plus(_ended, link.Counters);
    }

    private static void Counter(string name, string unit, string description, Func<LinkCounters, long> sent, Func<LinkCounters, long> received) =>
        Meter.CreateObservableCounter(
            name,
            () =>
            {
                var sum = Sum();
                return new[]
                {
                    new Measurement<long>(sent(sum), new KeyValuePair<string, object?>("direction", "sent")),
                    new Measurement<long>(received(sum), new KeyValuePair<string, object?>("direction", "received")),
                };
            },
            unit,
            description);

    private static LinkCounters Sum()
    {
        lock (Gate)
            return Runtimes.SelectMany(runtime => runtime.Links).Aggregate(_ended, (sum, link) => Plus(sum, link.Counters));
    }

    private static long Waiting()
    {
        lock (Gate)
            return Runtimes.Sum(runtime => runtime.Links.Sum(link => link.WaitingBytes));
    }

    private static long WakeUps()
    {
        lock (Gate)
            return _endedWakeUps + Runtimes.Sum(runtime => runtime.Readers.WakeUps);
    }

    private static IEnumerable<Measurement<long>> Open()
    {
        lock (Gate)
        {
            return Enum.GetValues<LinkMedium>()
                .Select(medium => new Measurement<long>(
                    Runtimes.Sum(runtime => runtime.Links.Count(link => link.Medium == medium)), new KeyValuePair<string, object?>("medium", medium.ToString())))
                .ToArray();
        }
    }

    private static LinkCounters Plus(LinkCounters a, LinkCounters b) => new(
        a.RecordsSent + b.RecordsSent,
        a.BytesSent + b.BytesSent,
        a.RecordsReceived + b.RecordsReceived,
        a.BytesReceived + b.BytesReceived,
        a.BellsSent + b.BellsSent,
        a.WakeUps + b.WakeUps,
        a.FullRingWaits + b.FullRingWaits,
        a.SpilledBytes + b.SpilledBytes,
        a.Refused + b.Refused);
}
