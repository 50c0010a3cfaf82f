using System.Diagnostics;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Hosting;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorIpc.Benchmarking.Crashes;

/// <summary>A node under a host of this very process, killed again and again.</summary>
internal static class CrashBenchmark
{
    private const string Victim = "counter";
    private const int WarmUpKills = 2;

    /// <summary>How long a node is left alone after it is Ready, so that what follows its start is no part of its end.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    /// <summary>What a kill, the restart and the rest take on a slow machine; only to share out a run's time.</summary>
    private static readonly TimeSpan Generous = TimeSpan.FromMilliseconds(750);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The time to set aside for kills.</summary>
    /// <param name="kills">How many are wanted.</param>
    /// <param name="most">The most there is.</param>
    public static TimeSpan LengthOf(int kills, TimeSpan most)
    {
        var wanted = (kills + WarmUpKills + 1) * Generous;
        return wanted < most ? wanted : most;
    }

    /// <summary>Kills and measures until there are enough, or the time is over; at least once.</summary>
    /// <param name="kills">How many kills are counted at the most.</param>
    /// <param name="length">After this no further one begins.</param>
    /// <param name="progress">Told before each kill.</param>
    /// <param name="cancellation">Ends it, and the node.</param>
    /// <exception cref="BenchmarkException">The node does not start, or does not start again.</exception>
    public static async Task<CrashFigures> RunAsync(int kills, TimeSpan length, Action<BenchmarkProgress>? progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var topology = Topology();
        if (!File.Exists(topology.ResolveExecutable(Victim)))
            throw new BenchmarkException($"the node's program must be there: path={topology.ResolveExecutable(Victim)}");
        await using var host = new NodeHost(topology, new HostOptions { Claim = false }, NullLogger.Instance);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var events = host.Events(patience.Token).GetAsyncEnumerator(CancellationToken.None);
        await host.StartAsync(cancellation).ConfigureAwait(false);
        var ready = await NextAsync<NodeReady>(events, patience, cancellation).ConfigureAwait(false);

        await using var watcher = new DeathWatcher();
        var (down, terminated, cold, resident) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var kill = -WarmUpKills; kill < kills && (down.Count == 0 || Stopwatch.GetElapsedTime(start) < length); kill++)
        {
            progress?.Invoke(new BenchmarkProgress(kill + WarmUpKills, kills + WarmUpKills, $"crash: kill {kill + WarmUpKills + 1} of {kills + WarmUpKills}"));
            await Task.Delay(Rest, cancellation).ConfigureAwait(false);
            var death = await watcher.WatchAsync(ready.Address).ConfigureAwait(false);
            using var victim = Process.GetProcessById(ready.Pid);
            var bytes = victim.WorkingSet64;
            var killed = Stopwatch.GetTimestamp();
            victim.Kill();
            await NextAsync<NodeDown>(events, patience, cancellation).ConfigureAwait(false);
            var downAfter = Stopwatch.GetElapsedTime(killed);
            ready = await NextAsync<NodeReady>(events, patience, cancellation).ConfigureAwait(false);
            var readyAfter = Stopwatch.GetElapsedTime(killed);
            var terminatedAfter = Stopwatch.GetElapsedTime(killed, await death.ConfigureAwait(false));
            if (kill < 0)
                continue;
            down.Add(downAfter.TotalMilliseconds);
            terminated.Add(terminatedAfter.TotalMilliseconds);
            cold.Add(readyAfter.TotalMilliseconds);
            resident.Add(bytes);
        }
        return CrashFigures.Of(down, terminated, cold, resident);
    }

    private static Topology Topology() => new()
    {
        Name = "bench-crash",
        Root = new SupervisorSpec
        {
            Name = new NodeName("bench-crash"),
            Intensity = SupervisorSpec.MaximumIntensity,
            Backoff = BackoffSpec.None,
            Children = [new ChildSpec { Name = new NodeName(Victim), Executable = Victim }],
        },
        // What a counter wants to know before it is Ready.
        Overrides = "actoripc.run.id = bench",
    };

    /// <summary>The next event of a kind; <paramref name="patience"/>, which ends the subscription, is armed anew.</summary>
    private static async Task<T> NextAsync<T>(IAsyncEnumerator<HostEvent> events, CancellationTokenSource patience, CancellationToken cancellation)
        where T : HostEvent
    {
        var lines = new List<string>();
        patience.CancelAfter(Patience);
        try
        {
            while (await events.MoveNextAsync().ConfigureAwait(false))
            {
                switch (events.Current)
                {
                    case T wanted:
                        return wanted;
                    case NodeOutput output:
                        lines.Add(output.Text);
                        break;
                    case NodeDown unexpected:
                        throw new BenchmarkException($"the node must not end by itself: reason={unexpected.Reason}: {string.Join(' ', unexpected.LastLines)}");
                    case SupervisorEscalated escalated:
                        throw new BenchmarkException($"the host gave up: {escalated.Reason}");
                }
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new BenchmarkException($"the host must tell of {typeof(T).Name} within {Patience.TotalSeconds:0} s: {string.Join(' ', lines)}", e);
        }
        throw new BenchmarkException($"the host ended before it told of {typeof(T).Name}: {string.Join(' ', lines)}");
    }
}
