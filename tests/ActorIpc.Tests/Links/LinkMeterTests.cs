using System.Diagnostics.Metrics;
using ActorIpc.Links;

namespace ActorIpc.Tests.Links;

/// <summary>The meters, as a listener of System.Diagnostics.Metrics sees them.</summary>
public sealed class LinkMeterTests
{
    [Fact]
    public async Task Meters_AfterTraffic_ShowIt()
    {
        var values = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "ActorIpc.Links")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            values[instrument.Name + string.Concat(tags.ToArray().Select(tag => $" {tag.Value}"))] = value);
        await using var pair = await LinkPair.OpenAsync(LinkMedium.SharedMemory, new LinkOptions { Ring = 4096, SmallRing = 4096 });
        listener.Start();
        listener.RecordObservableInstruments();
        var before = new Dictionary<string, long>(values);

        var handler = new RecordingHandler();
        for (var i = 0; i < 100; i++)
            pair.Left.TryWrite(new byte[100]);
        pair.Right.Start(handler);
        await Eventually.Equal(100, () => handler.Count, LinkPair.Patience);
        listener.RecordObservableInstruments();

        // Other tests of this process count too.
        foreach (var (name, least) in new[]
        {
            ("actoripc.links.records sent", 100), ("actoripc.links.bytes sent", 10_000), ("actoripc.links.bells", 1), ("actoripc.links.wakeups", 1),
            ("actoripc.links.full_ring_waits", 1), ("actoripc.links.spilled", 5_000),
        })
            Assert.True(values[name] >= before[name] + least, $"{name}: before={before[name]} now={values[name]}");
        Assert.True(values["actoripc.links.open SharedMemory"] >= 2);
        Assert.True(values["actoripc.links.waiting"] >= 0);
        Assert.Contains("actoripc.links.records received", values.Keys);
    }
}
