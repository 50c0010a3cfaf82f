using System.Diagnostics;
using ActorIpc.Links;

namespace ActorIpc.Benchmarks.Links;

/// <summary>Throughput and round trip of links between two processes, beside JSON lines over a Unix socket.</summary>
internal static class LinkBenchmark
{
    public static IReadOnlyList<(string Name, string Definition)> Paths { get; } =
    [
        ("ring-single", "records one way through a shared-memory link, each published by itself (Link.TryWrite); a writer that finds ring and spill full yields; counted when the peer's handler has seen all"),
        ("ring-batch64", "the same, published 64 together (Link.BeginBatch)"),
        ("ring-flood", "the same as ring-single with a spill of 64 MiB: bursts go through the spill"),
        ("socket-batch64", "records one way through a Unix-socket link, 64 published together"),
        ("uds-json", "source-generated JSON lines of about the same payload one way over a plain Unix socket, 64 KiB buffers on both sides, flushed when a buffer is full"),
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
                ? SocketBaseline.Run(path, Path.Combine(directory, "plain.sock"), options)
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
        var answers = new AnswerHandler();
        link.Start(answers);
        return path.EndsWith("ping", StringComparison.Ordinal) ? Ping(link, answers, options) : Flood(link, answers, options, path.EndsWith("batch64", StringComparison.Ordinal) ? 64 : 1);
    }

    private static (double Rate, double Micros) Flood(Link link, AnswerHandler answers, LinkBenchmarkOptions options, int batch)
    {
        var payload = new byte[options.Size];
        var sent = 0L;
        FloodFor(link, payload, batch, 0.3, ref sent);
        AwaitAll(link, answers, sent);
        var start = sent;
        var watch = Stopwatch.StartNew();
        FloodFor(link, payload, batch, options.Seconds, ref sent);
        AwaitAll(link, answers, sent);
        return ((sent - start) / watch.Elapsed.TotalSeconds, 0);
    }

    private static void FloodFor(Link link, byte[] payload, int batch, double seconds, ref long sent)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < 64; i++)
            {
                if (batch == 1)
                    WriteOne(link, payload);
                else
                    WriteBatch(link, payload, batch);
            }
            sent += 64L * batch;
        }
    }

    private static void WriteOne(Link link, byte[] payload)
    {
        while (!link.TryWrite(payload))
            Thread.Yield();
    }

    private static void WriteBatch(Link link, byte[] payload, int count)
    {
        while (count > 0)
        {
            using (var batch = link.BeginBatch())
            {
                while (count > 0 && batch.TryAdd(payload))
                    count--;
            }
            if (count > 0)
                Thread.Yield();
        }
    }

    private static void AwaitAll(Link link, AnswerHandler answers, long sent)
    {
        // One byte asks the peer how many it has seen; it answers in order.
        while (!link.TryWrite([1]))
            Thread.Yield();
        var seen = answers.Next();
        if (seen != sent)
            throw new InvalidOperationException($"the peer must have seen all records: sent={sent} seen={seen}");
    }

    private static (double Rate, double Micros) Ping(Link link, AnswerHandler answers, LinkBenchmarkOptions options)
    {
        var times = new List<double>();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < options.Seconds)
        {
            var start = Stopwatch.GetTimestamp();
            link.TryWrite([1]);
            answers.Next();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        times.Sort();
        return (times.Count / watch.Elapsed.TotalSeconds, times[times.Count / 2]);
    }

    /// <summary>Takes the peer's answers: one number each.</summary>
    private sealed class AnswerHandler : ILinkHandler
    {
        private readonly SemaphoreSlim _arrived = new(0);
        private long _value;

        public LinkFlow OnRecord(ReadOnlySpan<byte> payload)
        {
            Volatile.Write(ref _value, BitConverter.ToInt64(payload));
            _arrived.Release();
            return LinkFlow.More;
        }

        public void OnEnd(LinkEnd end)
        {
        }

        public long Next() => _arrived.Wait(TimeSpan.FromSeconds(20)) ? Volatile.Read(ref _value) : throw new TimeoutException("the peer must answer within 20 s");
    }
}
