using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorIpc.Benchmarking.Reports;

/// <summary>What a run found.</summary>
/// <param name="Rows">A row for each measurement, in the order of measurement.</param>
/// <param name="Ratios">By path and name: the path's median divided by that of tcp, for what is not Akka by that of uds-json, of this run.</param>
/// <param name="Crash">What a crash costs; null unless asked for.</param>
/// <param name="Mesh">What meshes of nodes carry, by size; null unless asked for.</param>
/// <param name="Rounds">How many rounds each row's medians are of.</param>
/// <param name="Machine">Where.</param>
public sealed record BenchmarkReport(
    IReadOnlyList<BenchmarkRow> Rows,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Ratios,
    CrashFigures? Crash,
    IReadOnlyList<MeshFigures>? Mesh,
    int Rounds,
    BenchmarkMachine Machine)
{
    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.BenchmarkReport);
}

/// <summary>The format of a report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BenchmarkReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
