using System.Globalization;
using System.Text;
using System.Text.Json;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary><c>actoripc bench</c> with its real processes. How fast anything is, is not tested.</summary>
public sealed class BenchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Bench_TwoPaths_GivesWellFormedRowsAndLeavesNoProcess()
    {
        var (code, output, error) = await ActoripcProcess.RunAsync(_scratch, "bench", "--paths", "tcp,in-process", "--seconds", "6", "--format", "json");
        Assert.True(code == 0, error);
        Assert.Equal("", error);
        using var json = JsonDocument.Parse(output);
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(20, rows.Count);
        foreach (var row in rows)
        {
            var isAsk = row.GetProperty("figure").GetString() == "ask";
            Assert.True(row.GetProperty("msgs_per_s").GetDouble() > 0, row.ToString());
            Assert.True(row.GetProperty("cpu_us_per_msg").GetDouble() > 0, row.ToString());
            Assert.True(row.GetProperty("alloc_bytes_per_msg").GetDouble() >= 0, row.ToString());
            Assert.True(row.GetProperty("size").GetInt32() > 0, row.ToString());
            Assert.Equal(isAsk, row.GetProperty("p50_us").ValueKind == JsonValueKind.Number);
            Assert.Equal(row.GetProperty("figure").GetString() == "large", row.GetProperty("bytes_per_s").ValueKind == JsonValueKind.Number);
            if (isAsk)
                Assert.True(row.GetProperty("p50_us").GetDouble() is > 0 and var p50 && p50 <= row.GetProperty("p99_us").GetDouble(), row.ToString());
        }
        Assert.Equal(rows.Count, rows.Select(Identity).Distinct().Count());
        var ratios = Assert.Single(json.RootElement.GetProperty("ratios").EnumerateObject());
        Assert.Equal("in-process", ratios.Name);
        Assert.Equal(6, ratios.Value.EnumerateObject().Count());
        Assert.All(ratios.Value.EnumerateObject(), ratio => Assert.True(ratio.Value.GetDouble() > 0, ratio.ToString()));
        Assert.True(json.RootElement.GetProperty("rounds").GetInt32() >= 3);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("crash").ValueKind);
        Assert.Empty(Processes());
    }

    [Fact]
    public async Task Bench_PathsOverLinks_AreMeasuredToo()
    {
        var (code, output, error) = await ActoripcProcess.RunAsync(_scratch, "bench", "--paths", "transport,ring,uds-json", "--seconds", "8", "--format", "json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(17, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Equal(["ring"], json.RootElement.GetProperty("ratios").EnumerateObject().Select(ratio => ratio.Name));
        Assert.Empty(Processes());
    }

    [Fact]
    public async Task Bench_Crash_CountsKillsAndLeavesNoNode()
    {
        var (code, output, error) = await ActoripcProcess.RunAsync(_scratch, "bench", "--paths", "", "--crash", "--kills", "2", "--seconds", "60", "--format", "json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        var crash = json.RootElement.GetProperty("crash");
        Assert.Equal((2, 2), (crash.GetProperty("kills").GetInt32(), crash.GetProperty("standby_kills").GetInt32()));
        Assert.True(crash.GetProperty("ready_standby_p50_ms").GetDouble() > 0);
        Assert.True(crash.GetProperty("node_down_p50_ms").GetDouble() > 0);
        Assert.True(crash.GetProperty("ready_cold_p50_ms").GetDouble() > crash.GetProperty("node_down_p50_ms").GetDouble());
        Assert.True(crash.GetProperty("node_rss_mb").GetDouble() > 0);
        Assert.Empty(Processes());
    }

    [Fact]
    public async Task Bench_Mesh_HasALaneFromEveryNodeToEveryOtherAndLeavesNoProcess()
    {
        var (code, output, error) = await ActoripcProcess.RunAsync(_scratch, "bench", "--paths", "", "--mesh", "--nodes", "1,3", "--seconds", "7", "--format", "json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        var meshes = json.RootElement.GetProperty("mesh").EnumerateArray().ToList();
        Assert.Equal([(1, 0), (3, 6)], meshes.Select(mesh => (mesh.GetProperty("nodes").GetInt32(), mesh.GetProperty("lanes").GetInt32())));
        foreach (var figure in new[] { "msgs_per_s", "msgs_per_cpu_s", "threads", "rss_mb" })
            Assert.All(meshes, mesh => Assert.True(mesh.GetProperty(figure).GetDouble() > 0, mesh.ToString()));
        Assert.True(meshes[1].GetProperty("reserved_mb").GetDouble() > 0);
        Assert.Empty(Processes());
    }

    [Fact]
    public async Task Bench_Killed_LeavesNoPeer()
    {
        using var bench = ActoripcProcess.Start(_scratch, "bench", "--paths", "tcp", "--seconds", "60");
        await Eventually.True(() => Processes().Any(process => process.Contains("bench-peer", StringComparison.Ordinal)), Patience, "the peer runs");
        bench.Signal("KILL");
        await bench.ExitAsync(Patience);
        await Eventually.Get(() => string.Join(' ', Processes()), left => left.Length == 0, Patience, "the peer ends with the process that measures");
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("transport")]
    [InlineData("ring")]
    [InlineData("uds-json")]
    public async Task Bench_PeerKilled_FailsAndSaysSo(string path)
    {
        using var bench = ActoripcProcess.Start(_scratch, "bench", "--paths", path, "--seconds", "60");
        var peer = await Eventually.Get(
            () => Processes().FirstOrDefault(process => process.Contains("bench-peer", StringComparison.Ordinal)), process => process is not null, Patience, "the peer runs");
        Signals.Send(int.Parse(peer!.Split(' ')[0], CultureInfo.InvariantCulture), "KILL");
        Assert.Equal(1, await bench.ExitAsync(Patience));
        Assert.DoesNotContain(bench.Error, line => line.Contains("Unhandled exception", StringComparison.Ordinal));
        Assert.NotEmpty(bench.Error);
        Assert.Empty(Processes());
    }

    [Fact]
    public async Task Bench_Terminated_EndsInOrderWith143()
    {
        using var bench = ActoripcProcess.Start(_scratch, "bench", "--paths", "tcp,ring", "--seconds", "60");
        await Eventually.True(() => Processes().Any(process => process.Contains("bench-peer", StringComparison.Ordinal)), Patience, "the peer runs");
        bench.Signal("TERM");
        Assert.Equal(143, await bench.ExitAsync(Patience));
        Assert.Empty(Processes());
    }

    [Fact]
    public async Task Bench_WrongUsage_Exits2WithEveryError()
    {
        var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "bench", "--paths", "tcp,pigeon", "--seconds", "1");
        Assert.Equal(2, code);
        Assert.Contains("path=pigeon", error, StringComparison.Ordinal);
        Assert.Contains("seconds=1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_Explain_MeasuresNothing()
    {
        var (code, output, _) = await ActoripcProcess.RunAsync(_scratch, "bench", "--explain", "--paths", "tcp");
        Assert.Equal(0, code);
        Assert.Contains("- tcp: ", output, StringComparison.Ordinal);
        Assert.Contains("- ask: ", output, StringComparison.Ordinal);
    }

    private static string Identity(JsonElement row) =>
        string.Join(' ', new[] { "path", "figure", "payload", "size", "pairs" }.Select(name => row.GetProperty(name).ToString()));

    /// <summary>The command lines of what this test's programs have started and is alive: they alone have its runtime directory in their environment.</summary>
    private List<string> Processes()
    {
        var mark = Encoding.UTF8.GetBytes($"ACTORIPC_RUNTIME_DIR={_scratch.RuntimeDirectory}\0");
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                if (File.ReadAllBytes($"{folder}/environ").AsSpan().IndexOf(mark) >= 0)
                    found.Add($"{Path.GetFileName(folder)} {File.ReadAllText($"{folder}/cmdline").Replace('\0', ' ')}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended between two looks, or it belongs to somebody else.
            }
        }
        return found;
    }
}
