using System.Text.Json;
using ActorIpc.Benchmarks;
using ActorIpc.Benchmarks.Links;
using ActorIpc.Benchmarks.Parts;

// Benchmarks links [--seconds N] [--rounds N] [--size BYTES] [--ring BYTES] [--paths A,B] [--explain]: whole-process figures of links, as JSON on stdout.
// Benchmarks parts [--filter PATTERN] ...: single parts in one process, by BenchmarkDotNet and with its options.
// Benchmarks peer ...: the other process of such a run, started by it.
if (args is ["peer", .. var peer])
    return await LinkBenchmarkPeer.RunAsync(peer);
if (args is ["parts", .. var choice])
{
    PartBenchmarks.Run(choice);
    return 0;
}
if (args is not ["links", .. var rest])
{
    Console.Error.WriteLine("usage: Benchmarks links [--seconds N] [--rounds N] [--size BYTES] [--ring BYTES] [--paths A,B] [--explain]");
    Console.Error.WriteLine("       Benchmarks parts [--filter PATTERN] [...]");
    return 64;
}
var options = LinkBenchmarkOptions.Parse(rest);
if (options.Explain)
{
    foreach (var path in LinkBenchmark.Paths)
        Console.WriteLine($"{path.Name}: {path.Definition}");
    return 0;
}
var rows = await LinkBenchmark.RunAsync(options);
Console.WriteLine(JsonSerializer.Serialize(new BenchmarkReport(rows, LinkBenchmark.Ratios(rows), BenchmarkMachine.Here()), BenchmarkJson.Default.BenchmarkReport));
return 0;
