using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace ActorIpc.Benchmarks;

/// <summary>One path's median over the rounds.</summary>
/// <param name="Path">Its name; <c>--explain</c> says what it is.</param>
/// <param name="Size">Payload, in bytes.</param>
/// <param name="RecordsPerSecond">Median of the rounds.</param>
/// <param name="Lowest">The slowest round.</param>
/// <param name="Highest">The fastest round.</param>
/// <param name="P50Microseconds">Median round trip; 0 when the path measures throughput.</param>
internal sealed record BenchmarkRow(
    string Path,
    int Size,
    [property: JsonPropertyName("records_per_s")] long RecordsPerSecond,
    long Lowest,
    long Highest,
    [property: JsonPropertyName("p50_us")] double P50Microseconds);

/// <summary>What one run prints.</summary>
internal sealed record BenchmarkReport(IReadOnlyList<BenchmarkRow> Rows, IReadOnlyDictionary<string, double> Ratios, BenchmarkMachine Machine);

/// <summary>Where it ran.</summary>
internal sealed record BenchmarkMachine(int Processors, string Runtime, string System)
{
    public static BenchmarkMachine Here() => new(Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);
}

/// <summary>The report's format.</summary>
[JsonSerializable(typeof(BenchmarkReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
internal sealed partial class BenchmarkJson : JsonSerializerContext;
