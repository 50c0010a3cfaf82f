using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using Akka.Actor;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>What is measured on every path between actors.</summary>
internal static class ActorMeasurements
{
    private const string Text = "actoripc-message";
    private const int PingPongWindow = 50;
    private const int CreditWindow = 32;
    private static readonly int[] LargeSizes = [64 * 1024, 1024 * 1024];

    /// <summary>The measurements.</summary>
    /// <param name="path">The path's name.</param>
    /// <param name="system">This side's system.</param>
    /// <param name="targets">The other side's actors.</param>
    /// <param name="peer">The other process, for what both use up.</param>
    public static IReadOnlyList<IMeasurement> Of(string path, ActorSystem system, ActorTargets targets, PeerProcess peer)
    {
        var record = new PriceChanged("MSFT", 1_000_000, 417.25, 1_764_000_000_000);
        var packed = new PackedPriceChanged(record.Symbol, record.Sequence, record.Price, record.At);
        var measurements = new List<IMeasurement>();
        foreach (var (payload, name, size) in new (object, string, int)[] { (Text, "string", Text.Length), (record, "hyperion", SizeOf(record)), (packed, "memorypack", SizeOf(packed)) })
        {
            foreach (var pairs in new[] { 1, ActorTargets.MostPairs })
            {
                measurements.Add(new WindowMeasurement(
                    new RowKey(path, Figures.Throughput, name, size, pairs, PingPongWindow), system, targets.Echoes.Take(pairs), payload, bothCount: true, peer));
            }
        }
        if (targets.Deployed.Count > 0)
        {
            foreach (var pairs in new[] { 1, ActorTargets.MostPairs })
            {
                measurements.Add(new WindowMeasurement(
                    new RowKey(path, Figures.ThroughputDeployed, "string", Text.Length, pairs, PingPongWindow), system, targets.Deployed.Take(pairs), Text, bothCount: true, peer));
            }
        }
        measurements.Add(new AskMeasurement(new RowKey(path, Figures.Ask, "string", Text.Length, 1, 1), targets.Echoes[0], Text, peer));
        foreach (var size in LargeSizes)
        {
            measurements.Add(new WindowMeasurement(
                new RowKey(path, Figures.Large, "bytes", size, 1, CreditWindow), system, [targets.Credit], new byte[size], bothCount: false, peer));
        }
        return measurements;

        int SizeOf(object message) => system.Serialization.FindSerializerFor(message).ToBinary(message).Length;
    }
}
