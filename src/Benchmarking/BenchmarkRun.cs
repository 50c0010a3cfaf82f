using System.Diagnostics;
using System.Net.Sockets;
using ActorIpc.Benchmarking.Crashes;
using ActorIpc.Benchmarking.Meshes;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking;

/// <summary>A whole run: opens every path, measures all of them alternately, then meshes, then crashes.</summary>
public static class BenchmarkRun
{
    /// <summary>What closing everything may take out of the run's time.</summary>
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(1);

    /// <summary>The part of a run's time that crashes may take when there are paths to measure as well.</summary>
    private const double CrashShare = 0.4;

    /// <summary>The same of meshes.</summary>
    private const double MeshShare = 0.4;

    /// <summary>Runs. The program must call <see cref="PeerProgram.Run"/> when it is started with <see cref="PeerProgram.Command"/>.</summary>
    /// <param name="options">What and how long; valid ones.</param>
    /// <param name="progress">Told before each step; null: nobody is.</param>
    /// <param name="cancellation">Ends the run, and everything it started.</param>
    /// <exception cref="BenchmarkException">Something could not be measured.</exception>
    /// <exception cref="ArgumentException">The options break rules; all of them are named.</exception>
    public static async Task<BenchmarkReport> RunAsync(BenchmarkOptions options, Action<BenchmarkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join("; ", errors), nameof(options));
        var machine = BenchmarkMachine.Here();
        var start = Stopwatch.GetTimestamp();
        var crashLength = !options.Crash ? TimeSpan.Zero : CrashBenchmark.LengthOf(options.Kills, options.Paths.Count == 0 && !options.Mesh ? options.Length : options.Length * CrashShare);
        var meshLength = !options.Mesh ? TimeSpan.Zero : options.Paths.Count == 0 ? options.Length - crashLength - Closing : options.Length * MeshShare;
        IReadOnlyList<BenchmarkRow> rows = [];
        var rounds = 0;
        if (options.Paths.Count > 0)
            (rows, rounds) = await MeasureAsync(options.MeasuredPaths, options.Length - crashLength - meshLength - Closing, progress, cancellation).ConfigureAwait(false);
        var mesh = options.Mesh ? await MeshBenchmark.RunAsync(options.MeshNodes, meshLength, progress, cancellation).ConfigureAwait(false) : null;
        var crash = options.Crash
            ? await CrashBenchmark.RunAsync(options.Kills, options.Length - Stopwatch.GetElapsedTime(start) - Closing, progress, cancellation).ConfigureAwait(false)
            : null;
        return new BenchmarkReport(rows, BenchmarkRatios.Of(rows), crash, mesh, rounds, machine);
    }

    private static async Task<(IReadOnlyList<BenchmarkRow> Rows, int Rounds)> MeasureAsync(
        IReadOnlyList<string> paths, TimeSpan length, Action<BenchmarkProgress>? progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var peer = PeerProcess.Start(cancellation);
        var open = new List<OpenPath>();
        try
        {
            foreach (var path in BenchmarkPaths.All.Where(path => paths.Contains(path.Name)))
                open.Add(await path.OpenAsync(peer, peer.Gone).ConfigureAwait(false));
            // Figure by figure, so that what is compared is measured one right after the other.
            var measurements = open.SelectMany(path => path.Measurements).OrderBy(measurement => Figures.OrderOf(measurement.Key.Figure))
                .ThenBy(measurement => measurement.Key.Payload == "string" ? 0 : 1).ThenBy(measurement => measurement.Key.Pairs)
                .ThenBy(measurement => measurement.Key.Figure == Figures.Large ? measurement.Key.Size : 0).ToArray();
            return await MeasureAsync(peer, measurements, length - Stopwatch.GetElapsedTime(start), progress, peer.Gone).ConfigureAwait(false);
        }
        catch (Exception e) when (peer.Gone.IsCancellationRequested || e is SocketException or IOException)
        {
            // Whatever it was that failed, it failed because the peer is gone.
            cancellation.ThrowIfCancellationRequested();
            throw new BenchmarkException($"the peer process must live until everything is measured, and ended; what failed first: {e.Message}", e);
        }
        finally
        {
            await Task.WhenAll(open.Select(path => path.CloseAsync().AsTask())).ConfigureAwait(false);
        }
    }

    private static async Task<(IReadOnlyList<BenchmarkRow> Rows, int Rounds)> MeasureAsync(
        PeerProcess peer, IReadOnlyList<IMeasurement> measurements, TimeSpan length, Action<BenchmarkProgress>? progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var plan = new RunPlan(measurements.Count, length);
        var found = measurements.ToDictionary(measurement => measurement, _ => new List<RoundFigures>());
        var step = 0;
        for (var round = 0; round <= plan.Rounds; round++)
        {
            // There and back: who is measured early in one round is measured late in the next.
            foreach (var measurement in round % 2 == 0 ? measurements : measurements.Reverse())
            {
                progress?.Invoke(new BenchmarkProgress(step++, plan.Steps, $"{(round == 0 ? "warm-up" : $"round {round} of {plan.Rounds}")}: {measurement.Key}"));
                peer.CollectGarbageOfBoth(); // What the one before has left is not this one's.
                var slice = plan.Next(isWarmUp: round == 0, length - Stopwatch.GetElapsedTime(start));
                var figures = await measurement.MeasureAsync(slice, cancellation).ConfigureAwait(false);
                if (round > 0)
                    found[measurement].Add(figures);
            }
        }
        return ([.. measurements.Select(measurement => BenchmarkRow.Of(measurement.Key, found[measurement]))], plan.Rounds);
    }
}
