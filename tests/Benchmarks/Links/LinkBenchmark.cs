using System.Diagnostics;
using ActorIpc.Benchmarking.Links;
using ActorIpc.Benchmarking.Statistics;
using ActorIpc.Links;

namespace ActorIpc.Benchmarks.Links;

/// <summary>Throughput and round trip of links between two processes, beside JSON lines over a Unix socket.</summary>
internal static class LinkBenchmark
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.3);

    public static IReadOnlyList<(string Name, string Definition)> Paths { get; } =
    [
        ("ring-single", "records one way through a shared-memory link, each published by itself (Link.TryWrite); a writer that finds ring and spill full yields; counted when the peer's handler has seen all"),
        ("ring-batch64", "the same, published 64 together (Link.BeginBatch)"),
        ("ring-flood", "the same as ring-single with a spill of 64 MiB: bursts go through the spill"),
        ("socket-batch64", "records one way through a Unix-socket link, 64 published together"),
        ("uds-json", "source-generated JSON lines of about the same payload one way over a plain Unix socket, 64 KiB buffers on both sides, written when a buffer is full or nothing more is to be written, async on both sides"),
        ("ring-ping", "round trip of one record over a shared-memory link, the peer's handler answers"),
        ("uds-ping", "round trip of one payload over a plain Unix socket, blocking reads on both sides"),
    ];

    public static async Task<IReadOnlyList<BenchmarkRow>> RunAsync(LinkBenchmarkOptions options)
    {
        var paths = Paths.Select(path => path.Name).Where(name => options.Paths.Count == 0 || options.Paths.Contains(name)).ToArray();
        var results = paths.ToDictionary(path => path, _ => new List<(double Rate, double Micros)>());
        // One round of everything that is not counted: the JIT's.
        for (var round = -1; round < options.Rounds; round++)
        {
            foreach (var path in paths)
            {
                var result = await RunOnceAsync(path, options);
                Console.Error.WriteLine($"{(round < 0 ? "warm-up" : $"round {round + 1}")} {path}: {result.Rate / 1e6:0.00} M/s {result.Micros:0.0} us");
                if (round >= 0)
                    results[path].Add(result);
            }
        }
        return paths.Select(path => Row(path, options.Size, results[path])).ToArray();
    }

    public static IReadOnlyDictionary<string, double> Ratios(IReadOnlyList<BenchmarkRow> rows)
    {
        var rate = rows.ToDictionary(row => row.Path, row => row.RecordsPerSecond);
        var ratios = new Dictionary<string, double>();
        foreach (var path in new[] { "ring-single", "ring-batch64", "ring-flood", "socket-batch64" })
        {
            if (rate.TryGetValue(path, out var fast) && rate.TryGetValue("uds-json", out var slow))
                ratios[$"{path}/uds-json"] = Math.Round(fast / (double)slow, 2);
        }
        if (rows.FirstOrDefault(row => row.Path == "ring-ping") is { } ring && rows.FirstOrDefault(row => row.Path == "uds-ping") is { } uds)
            ratios["ring-ping/uds-ping"] = Math.Round(ring.P50Microseconds / uds.P50Microseconds, 2);
        return ratios;
    }

    private static BenchmarkRow Row(string path, int size, List<(double Rate, double Micros)> rounds)
    {
        var rates = rounds.Select(round => round.Rate).Order().ToArray();
        var micros = rounds.Select(round => round.Micros).Order().ToArray();
        return new BenchmarkRow(path, size, (long)rates[rates.Length / 2], (long)rates[0], (long)rates[^1], Math.Round(micros[micros.Length / 2], 1));
    }

    private static async Task<(double Rate, double Micros)> RunOnceAsync(string path, LinkBenchmarkOptions options)
    {
        var address = $"bench://{Guid.NewGuid():N}";
        var directory = Directory.CreateTempSubdirectory("aipc-bench-").FullName;
        using var peer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["peer", path, address, directory]) { RedirectStandardInput = true })!;
        try
        {
            return path.StartsWith("uds", StringComparison.Ordinal)
                ? await SocketBaseline.RunAsync(path, Path.Combine(directory, "plain.sock"), options)
                : await RunLinkAsync(path, address, directory, options);
        }
        finally
        {
            peer.StandardInput.Close();
            if (!peer.WaitForExit(5000))
                peer.Kill();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<(double Rate, double Micros)> RunLinkAsync(string path, string address, string directory, LinkBenchmarkOptions options)
    {
        await using var runtime = new LinkRuntime(LinkBenchmarkPeer.Options(directory, path));
        await using var link = await LinkConnector.ConnectAsync(runtime, new LinkRequest
        {
            To = address,
            Purpose = LinkPurpose.Channel,
            WaitForListener = TimeSpan.FromSeconds(10),
            Tuning = new LinkTuning { SpillLimit = path == "ring-flood" ? null : 0, OutboundRing = options.Ring },
        });
        if (path.StartsWith("ring", StringComparison.Ordinal) != (link.Medium == LinkMedium.SharedMemory))
            throw new InvalidOperationException($"a path must get its medium: path={path} medium={link.Medium} ({link.MediumNote})");
        var traffic = new RecordTraffic(link);
        return path.EndsWith("ping", StringComparison.Ordinal) ? Ping(traffic, options) : Flood(traffic, options, path.EndsWith("batch64", StringComparison.Ordinal) ? 64 : 1);
    }

    private static (double Rate, double Micros) Flood(RecordTraffic traffic, LinkBenchmarkOptions options, int batch)
    {
        traffic.Flood(options.Size, batch, WarmUp);
        var (records, elapsed) = traffic.Flood(options.Size, batch, TimeSpan.FromSeconds(options.Seconds));
        return (records / elapsed.TotalSeconds, 0);
    }

    private static (double Rate, double Micros) Ping(RecordTraffic traffic, LinkBenchmarkOptions options)
    {
        var times = new List<double>();
        traffic.RoundTrips(TimeSpan.FromSeconds(options.Seconds), times);
        return (times.Count / options.Seconds, Samples.Median(times));
    }
}
