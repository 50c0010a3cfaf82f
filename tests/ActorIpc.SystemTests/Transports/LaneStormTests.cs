using System.Diagnostics;
using System.Globalization;
using ActorIpc.SystemTests.Links;
using ActorIpc.SystemTests.Support;
using Xunit.Abstractions;

namespace ActorIpc.SystemTests.Transports;

/// <summary>
/// Processes that flood each other by lane from their first moment, are stopped (SIGSTOP) and killed and started again at their addresses: by lane, and from one way to the other, order is never broken; nothing comes twice or torn; and
/// between those that live all along order is kept on every way, and every message that did not come is a dead letter at its sender. What Akka.Remote's own way does to order when a life
/// begins at an address that others are sending to is counted apart (decision 0016). <c>ACTORIPC_STORM=tcp</c> or <c>shm</c> runs it without lanes, to compare.
/// </summary>
/// <param name="output">Where the seed and the figures go.</param>
public sealed class LaneStormTests(ITestOutputHelper output) : IDisposable
{
    private const int Processes = 8;
    private const int Survivors = 4; // the first ones are stopped, but never killed
    private const int FirstPort = 31_000;
    private static readonly bool Stress = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1";
    private static readonly string Transport = Environment.GetEnvironmentVariable("ACTORIPC_STORM") ?? "lanes";
    private static readonly int Messages = int.Parse(Environment.GetEnvironmentVariable("ACTORIPC_STORM_MESSAGES") ?? (Stress ? "10000000" : "160000"), CultureInfo.InvariantCulture);
    private static readonly TimeSpan Accounting = TimeSpan.FromSeconds(20); // from the last message told to its arrival
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
        var quota = Messages / Processes;
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var now = new PeerProcess[Processes];
        for (var i = 0; i < Processes; i++)
            now[i] = Start(i, quota, seed);
        foreach (var process in now)
            await process.SaysAsync("running");
        foreach (var process in now)
            process.Tell("flood");

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
            now[victim].Tell("flood");
        }

        Report[] reports = [];
        try
        {
            reports = await Eventually.Get(
                () => ReportsAsync(now).GetAwaiter().GetResult(),
                all => (reports = all).Take(Survivors).All(report => report.IsDone) && Missing(all) == 0,
                Accounting,
                "every message has come or is a dead letter");
            Assert.All(reports, report => Assert.Equal((0, 0, 0), (report.Late, report.Twice, report.Torn)));
            Assert.All(reports.Take(Survivors), report => Assert.Equal(0, report.LateClassic));
        }
        catch
        {
            await TellDetailsAsync(now, reports);
            throw;
        }
        finally
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{watch.Elapsed.TotalSeconds:0.0} s, {stops} stops, {kills} kills, {reports.Sum(report => report.Sent.Sum())} sent by those alive, {reports.Sum(report => report.Received.Sum(entry => entry.Count))} received by them, {reports.Sum(report => report.Received.Sum(entry => entry.ByLane))} of these by lane, {reports.Sum(report => report.Dead.Sum())} dead letters, {reports.Sum(report => report.LateClassic)} late, the classic way, at lives that began under fire"));
        }
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

    /// <summary>What is needed to find out what went wrong.</summary>
    private async Task TellDetailsAsync(PeerProcess[] processes, Report[] reports)
    {
        foreach (var (from, report) in reports.Index())
            output.WriteLine($"{from}: sent={string.Join(',', report.Sent)} dead={string.Join(',', report.Dead)} received={string.Join(',', report.Received)}");
        foreach (var (i, process) in processes.Index())
        {
            process.Tell("details");
            await process.SaysAsync("details end");
            output.WriteLine($"{i} ({process.Pid}):\n" + string.Join('\n', process.Output.Split('\n').Where(line => !line.StartsWith("report ", StringComparison.Ordinal))));
        }
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
            BuildOutput.AkkaPeer, new[] { "storm", Transport, $"{index}", $"{Processes}", $"{FirstPort}", $"{quota}", $"{seed}" });
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        var process = PeerProcess.Start(info);
        _all.Add(process);
        return process;
    }

    private sealed record Report(bool IsDone, long Late, long LateClassic, long Twice, long Torn, long[] Sent, long[] Dead, (int From, long Life, long Count, long ByLane)[] Received)
    {
        public static Report Parse(string line)
        {
            var fields = line.Split(' ').Skip(1).Select(field => field.Split('=')).ToDictionary(field => field[0], field => field[1]);
            return new Report(fields["done"] == "1", Number(fields["late"]), Number(fields["late-classic"]), Number(fields["twice"]), Number(fields["torn"]), Numbers(fields["sent"]), Numbers(fields["dead"]), [.. fields["received"]
                .Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split(':'))
                .Select(parts => ((int)Number(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3])))]);
        }

        private static long[] Numbers(string list) => [.. list.Split(',').Select(Number)];

        private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
