using System.Text.Json.Serialization;
using ActorIpc.Benchmarking.Meshes;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Reports;

/// <summary>What a mesh of some nodes carries and takes: medians over the stretches in which it was counted.</summary>
/// <param name="Nodes">How many nodes, each a process.</param>
/// <param name="Lanes">Lanes that were open at the end, of all nodes.</param>
/// <param name="MessagesPerSecond">Messages a second of all nodes, both directions.</param>
/// <param name="MessagesPerProcessorSecond">Messages for each second of processor time of all nodes' processes.</param>
/// <param name="Threads">The most threads any of the processes had.</param>
/// <param name="ReservedMegabytes">Shared memory that the links of all nodes reserve, each segment once, in MB (2^20 bytes).</param>
/// <param name="ResidentMegabytes">Resident memory of a node's process, touched shared memory included, in MB: the median.</param>
public sealed record MeshFigures(
    int Nodes,
    int Lanes,
    [property: JsonPropertyName("msgs_per_s")] double MessagesPerSecond,
    [property: JsonPropertyName("msgs_per_cpu_s")] double MessagesPerProcessorSecond,
    int Threads,
    [property: JsonPropertyName("reserved_mb")] double ReservedMegabytes,
    [property: JsonPropertyName("rss_mb")] double ResidentMegabytes)
{
    private const double Megabyte = 1 << 20;

    /// <summary>The figures of a mesh.</summary>
    /// <param name="looks">Looks at all nodes, at least two, in order; each has the nodes in one order.</param>
    /// <exception cref="BenchmarkException">Nothing was carried in a stretch.</exception>
    internal static MeshFigures Of(IReadOnlyList<IReadOnlyList<MeshLook>> looks)
    {
        var stretches = looks.Zip(looks.Skip(1), (before, after) => before.Zip(after).ToArray()).ToArray();
        if (stretches.Any(stretch => stretch.All(node => node.First.Messages == node.Second.Messages)))
            throw new BenchmarkException($"messages must arrive while they are counted: nodes={looks[0].Count}");
        var last = looks[^1];
        return new MeshFigures(
            last.Count,
            last.Sum(node => node.OpenLanes),
            Math.Round(Samples.Median(stretches.Select(stretch =>
                stretch.Sum(node => (node.Second.Messages - node.First.Messages) / ((node.Second.Microseconds - node.First.Microseconds) / 1e6))))),
            Math.Round(Samples.Median(stretches.Select(stretch =>
                stretch.Sum(node => node.Second.Messages - node.First.Messages) / (stretch.Sum(node => node.Second.ProcessorMicroseconds - node.First.ProcessorMicroseconds) / 1e6)))),
            looks.Skip(1).Max(look => look.Max(node => node.Threads)),
            Math.Round(last.Sum(node => node.SegmentBytes) / Megabyte, 1),
            Math.Round(Samples.Median(last.Select(node => node.ResidentBytes / Megabyte)), 1));
    }
}
