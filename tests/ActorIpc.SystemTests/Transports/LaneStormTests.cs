using System.Diagnostics;
using System.Globalization;
using ActorIpc.SystemTests.Links;
using ActorIpc.SystemTests.Support;
using Xunit.Abstractions;

namespace ActorIpc.SystemTests.Transports;

/// <summary>
/// Processes that flood each other by lane, are stopped (SIGSTOP) and killed and started again at their addresses: at those that live all along order is never broken, nothing comes twice or torn, and
/// between those that live all along every message that did not come is a dead letter at its sender. Order at those that are started again is printed, not asserted: what waits in Akka's own
/// way for a life that has ended may come to the next one.
/// </summary>
/// <param name="output">Where the seed and the figures go.</param>
public sealed class LaneStormTests(ITestOutputHelper output) : IDisposable
{
    private const int Processes = 8;
    private const int Survivors = 4; // the first ones are stopped, but never killed
    private const int FirstPort = 31_000;
    private static readonly bool Stress = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(Stress ? 600 : 60);

    private readonly Scratch _scratch = new();
    private readonly List<PeerProcess> _all = [];

    public void Dispose()
    {
        foreach (var process in _all)
            process.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Storm_WithStopsAndRestarts_KeepsOrderAndAccountsForEveryMessage()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("ACTORIPC_SEED") ?? $"{Environment.TickCount & 0xFFFF}", CultureInfo.InvariantCulture);
        output.WriteLine($"seed {seed} (ACTORIPC_SEED)");
        var quota = (Stress ? 10_000_000 : 160_000) / Processes;
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var now = new PeerProcess[Processes];
        for (var i = 0; i < Processes; i++)
            now[i] = Start(i, quota, seed);
        foreach (var process in now)
            await process.SaysAsync("running");
        // Akka's own way may lose, uncounted, what is under way when both ends associate at once; the account is about lanes.
        await Eventually.Get(() => ReportsAsync(now).GetAwaiter().GetResult(), all => all.All(report => report.Lanes == Processes - 1), Patience, "all have lanes to all");
        foreach (var process in now)
            process.Tell("go");

        var (stops, kills) = (0, 0);
        while (watch.Elapsed < Patience && (stops < 3 || !(await ReportsAsync(now)).Take(Survivors).All(report => report.IsDone)))
        {
            var stopped = now[random.Next(Processes)];
            Signals.Send(stopped.Pid, "STOP");
            await Task.Delay(random.Next(50, 300)); // how long it stands still is what is tested
            Signals.Send(stopped.Pid, "CONT");
            stops++;
            if (kills > 0 && random.Next(3) > 0)
                continue;
            var victim = random.Next(Survivors, Processes);
            now[victim].Kill();
            await now[victim].EndedAsync();
            kills++;
            now[victim] = Start(victim, quota / 4, seed + kills);
            await now[victim].SaysAsync("running");
            now[victim].Tell("go");
        }

        var reports = await Eventually.Get(
            () => ReportsAsync(now).GetAwaiter().GetResult(), all => all.Take(Survivors).All(report => report.IsDone) && Missing(all) == 0, Patience, "every message has come or is a dead letter");
        Assert.All(reports.Take(Survivors), report => Assert.Equal(0, report.Violations));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{watch.Elapsed.TotalSeconds:0.0} s, {stops} stops, {kills} kills, {reports.Sum(report => report.Sent.Sum())} sent by those alive, {reports.Sum(report => report.Received.Sum(entry => entry.Count))} received by them, {reports.Sum(report => report.Dead.Sum())} dead letters, {reports.Skip(Survivors).Sum(report => report.Violations)} out of order at those that were started again"));
    }

    /// <summary>What the survivors told each other, and neither came nor became a dead letter.</summary>
    private static long Missing(Report[] reports)
    {
        long missing = 0;
        for (var from = 0; from < Survivors; from++)
        {
            for (var to = 0; to < Survivors; to++)
                missing += reports[from].Sent[to] - reports[from].Dead[to] - reports[to].Received.Where(entry => entry.From == from).Sum(entry => entry.Count);
        }
        return missing;
    }

    private static async Task<Report[]> ReportsAsync(PeerProcess[] processes)
    {
        var before = processes.Select(process => Lines(process).Count).ToArray();
        foreach (var process in processes)
            process.Tell("report");
        var reports = new Report[processes.Length];
        for (var i = 0; i < processes.Length; i++)
        {
            var (process, seen) = (processes[i], before[i]);
            reports[i] = Report.Parse((await Eventually.Get(() => Lines(process), lines => lines.Count > seen, Patience, "a report"))[^1]);
        }
        return reports;
    }

    private static List<string> Lines(PeerProcess process) => [.. process.Output.Split('\n').Where(line => line.StartsWith("report ", StringComparison.Ordinal))];

    private PeerProcess Start(int index, int quota, int seed)
    {
        var info = new ProcessStartInfo(
            BuildOutput.AkkaPeer, new[] { "storm", $"{index}", $"{Processes}", $"{FirstPort}", $"{quota}", $"{seed}" });
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        var process = PeerProcess.Start(info);
        _all.Add(process);
        return process;
    }

    private sealed record Report(bool IsDone, long Lanes, long Violations, long[] Sent, long[] Dead, (int From, long Life, long Count)[] Received)
    {
        public static Report Parse(string line)
        {
            var fields = line.Split(' ').Skip(1).Select(field => field.Split('=')).ToDictionary(field => field[0], field => field[1]);
            return new Report(fields["done"] == "1", Number(fields["lanes"]), Number(fields["violations"]), Numbers(fields["sent"]), Numbers(fields["dead"]), [.. fields["received"]
                .Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split(':'))
                .Select(parts => ((int)Number(parts[0]), Number(parts[1]), Number(parts[2])))]);
        }

        private static long[] Numbers(string list) => [.. list.Split(',').Select(Number)];

        private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
