using System.Diagnostics;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Hosting;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
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

    /// <summary>The same until the next standby waits.</summary>
    private static readonly TimeSpan GenerousWithStandby = TimeSpan.FromMilliseconds(1500);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The time to set aside for kills.</summary>
    /// <param name="kills">How many are wanted.</param>
    /// <param name="most">The most there is.</param>
    public static TimeSpan LengthOf(int kills, TimeSpan most)
    {
        var wanted = (kills + WarmUpKills + 1) * (Generous + GenerousWithStandby);
        return wanted < most ? wanted : most;
    }

    /// <summary>Kills and measures, first without and then with a standby, until there are enough or the time is over; each at least once.</summary>
    /// <param name="kills">How many kills of each are counted at the most.</param>
    /// <param name="length">After this no further one begins.</param>
    /// <param name="progress">Told before each kill.</param>
    /// <param name="cancellation">Ends it, and the node.</param>
    /// <exception cref="BenchmarkException">The node does not start, does not start again, or starts again while its last life is not over.</exception>
    public static async Task<CrashFigures> RunAsync(int kills, TimeSpan length, Action<BenchmarkProgress>? progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var coldShare = length * (Generous / (Generous + GenerousWithStandby));
        var cold = await RunAsync(standby: 0, kills, coldShare, progress, cancellation).ConfigureAwait(false);
        var warm = await RunAsync(standby: 1, kills, length - Stopwatch.GetElapsedTime(start), progress, cancellation).ConfigureAwait(false);
        return CrashFigures.Of(cold, warm);
    }

    private static async Task<CrashSamples> RunAsync(int standby, int kills, TimeSpan length, Action<BenchmarkProgress>? progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var topology = Topology(standby);
        if (!File.Exists(topology.ResolveExecutable(Victim)))
            throw new BenchmarkException($"the node's program must be there: path={topology.ResolveExecutable(Victim)}");
        await using var host = new NodeHost(topology, new HostOptions { Claim = false }, NullLogger.Instance);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var events = host.Events(patience.Token).GetAsyncEnumerator(CancellationToken.None);
        await host.StartAsync(cancellation).ConfigureAwait(false);
        var ready = await NextAsync<NodeReady>(events, patience, cancellation).ConfigureAwait(false);

        await using var watcher = new DeathWatcher();
        var samples = new CrashSamples();
        var all = kills + WarmUpKills;
        var kind = standby == 0 ? "cold" : "standby";
        for (var kill = -WarmUpKills; kill < kills && (samples.Count == 0 || Stopwatch.GetElapsedTime(start) < length); kill++)
        {
            progress?.Invoke(new BenchmarkProgress(kill + WarmUpKills, all, $"crash, {kind}: kill {kill + WarmUpKills + 1} of {all}"));
            if (standby > 0)
                await NextAsync<StandbyReady>(events, patience, cancellation).ConfigureAwait(false);
            await Task.Delay(Rest, cancellation).ConfigureAwait(false);
            var death = await watcher.WatchAsync(ready.Address).ConfigureAwait(false);
            var victim = new ProcessIdentity(ProcessIdentity.CurrentBootId, ready.Pid, ProcessIdentity.StartStampOf(ready.Pid) ?? 0);
            using var process = Process.GetProcessById(ready.Pid);
            var bytes = process.WorkingSet64;
            var killed = Stopwatch.GetTimestamp();
            process.Kill();
            await NextAsync<NodeDown>(events, patience, cancellation).ConfigureAwait(false);
            var downAfter = Stopwatch.GetElapsedTime(killed);
            // From here on the next life has its name.
            var next = await NextAsync<NodeStarting>(events, patience, cancellation).ConfigureAwait(false);
            if (victim.Exists)
                throw new BenchmarkException($"a life must be over before the next one begins: pid={victim.Pid} incarnation={ready.Incarnation}");
            if (next.Incarnation <= ready.Incarnation || (next.Standby is null) != (standby == 0))
                throw new BenchmarkException($"the next life must be a later one, {kind}: incarnation={next.Incarnation} after={ready.Incarnation} standby={next.Standby}");
            ready = await NextAsync<NodeReady>(events, patience, cancellation).ConfigureAwait(false);
            var readyAfter = Stopwatch.GetElapsedTime(killed);
            var terminatedAfter = Stopwatch.GetElapsedTime(killed, await death.ConfigureAwait(false));
            if (kill >= 0)
                samples.Add(downAfter, terminatedAfter, readyAfter, bytes);
        }
        return samples;
    }

    private static Topology Topology(int standby) => new()
    {
        Name = "bench-crash",
        Root = new SupervisorSpec
        {
            Name = new NodeName("bench-crash"),
            Intensity = SupervisorSpec.MaximumIntensity,
            Backoff = BackoffSpec.None,
            Children = [new ChildSpec { Name = new NodeName(Victim), Executable = Victim, Standby = standby }],
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
                    case StandbyDown lost:
                        throw new BenchmarkException($"the standby must not end by itself: reason={lost.Reason}: {string.Join(' ', lost.LastLines)}");
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
