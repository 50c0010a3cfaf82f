using ActorIpc.Benchmarking;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Tests.Architecture;

namespace ActorIpc.Tests.Benchmarking;

/// <summary>What numbers mean is said, and said the same everywhere.</summary>
public sealed class BenchmarkExplanationTests
{
    private static IEnumerable<string> Everything =>
        BenchmarkExplanation.Rules.Concat(BenchmarkPaths.All.Select(path => path.Definition)).Concat(Figures.Definitions.Select(figure => figure.Definition))
            .Append(BenchmarkExplanation.Crash).Append(BenchmarkExplanation.Mesh);

    [Fact]
    public void Text_OfEverything_HasEveryDefinition()
    {
        var text = BenchmarkExplanation.Text(BenchmarkOptions.AllPaths, crash: true, mesh: true);
        Assert.All(Everything, definition => Assert.Contains(definition, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Text_OfOnePath_LeavesTheOthersOut()
    {
        var text = BenchmarkExplanation.Text(["tcp"], crash: false, mesh: false);
        Assert.Contains(BenchmarkPaths.Named("tcp").Definition, text, StringComparison.Ordinal);
        Assert.DoesNotContain(BenchmarkPaths.Named("ring").Definition, text, StringComparison.Ordinal);
        Assert.DoesNotContain(BenchmarkExplanation.Crash, text, StringComparison.Ordinal);
        Assert.DoesNotContain(BenchmarkExplanation.Mesh, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Documentation_OfBenchmarks_HasEveryDefinitionWordForWord()
    {
        var document = OneLine(File.ReadAllText(Repository.PathOf("docs/benchmarks.md")));
        Assert.All(Everything, definition => Assert.Contains(OneLine(definition), document, StringComparison.Ordinal));
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
