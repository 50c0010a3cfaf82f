using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ActorIpc.Benchmarks.Parts;

/// <summary>Runs the measurements of single parts.</summary>
internal static class PartBenchmarks
{
    /// <summary>Runs those that are chosen.</summary>
    /// <param name="args">BenchmarkDotNet's options; all parts when there is no <c>--filter</c>.</param>
    public static void Run(string[] args)
    {
        // In this process: a project made by the tool would have to build under this repository's rules.
        var config = DefaultConfig.Instance
            .AddJob(Job.Default.WithWarmupCount(4).WithIterationCount(12).WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "actoripc-benchmarks"));
        BenchmarkSwitcher.FromTypes([typeof(RingParts), typeof(RecordParts), typeof(HyperionParts)])
            .Run(args.Contains("--filter") || args.Contains("-f") ? args : [.. args, "--filter", "*"], config);
    }
}
