using System.Text.Json;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary><c>actoripc apply</c> and <c>restart --rolling</c> with real processes.</summary>
public sealed class ApplyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Apply_OneNodeOfFiveChanged_FourKeepTheirPids()
    {
        using var up = ActoripcProcess.Start(_scratch, "up", Write("[]", "intensity = 3"));
        await up.ReadyAsync();
        var before = await PidsAsync();

        var faulty = Write("[\"print:1\"]", "intensity = many", "b { executable = no-such-program, restart = sometimes }");
        var (code, _, error) = await RunAsync("apply", faulty);
        Assert.Equal(2, code);
        Assert.Contains("intensity", error, StringComparison.Ordinal);
        Assert.Contains("restart", error, StringComparison.Ordinal);
        Assert.Contains("no-such-program", error, StringComparison.Ordinal);
        Assert.Equal(before, await PidsAsync());
        Assert.Equal(2, (await RunAsync("apply", Write("[]", "intensity = 3"), "--set", "actoripc.transport=shm")).ExitCode);

        var changed = Write("[\"print:1\"]", "intensity = 4");
        var (dry, shown, _) = await RunAsync("apply", changed, "--dry-run");
        Assert.Equal(0, dry);
        Assert.Equal(["~ c  stopped and started anew: arguments [] -> [print:1]", "~ trial  in place: intensity 3 -> 4"], shown.Split('\n'));
        Assert.Equal(before, await PidsAsync());

        var (applied, output, problem) = await RunAsync("apply", changed, "--format", "json");
        Assert.True(applied == 0, problem);
        Assert.Equal(
            ["restart c", "adjust trial"],
            JsonDocument.Parse(output).RootElement.GetProperty("changes").EnumerateArray().Select(change => $"{change.GetProperty("change")} {change.GetProperty("name")}"));
        await up.SaysAsync("c#2 ready", Patience);
        var after = await PidsAsync();
        Assert.NotEqual(before["c"], after["c"]);
        Assert.Equal(before.Where(node => node.Key != "c"), after.Where(node => node.Key != "c"));
        Assert.Equal("nothing is different", (await RunAsync("apply", changed)).Output);

        // What comes and what goes, and what a role file says.
        await File.WriteAllTextAsync(Path.Combine(_scratch.Folder, "role.conf"), "shop.colour = blue");
        var last = Write("[\"print:1\"]", "intensity = 4", "b { executable = $TESTNODE, config-file = \"role.conf\" }", "f { executable = $TESTNODE, standby = 1 }");
        var (_, lines, _) = await RunAsync("apply", last);
        Assert.Equal(["- e  removed from trial", "+ f  added to trial", "~ b  stopped and started anew: shop.colour none -> blue"], lines.Split('\n'));
        Assert.Equal(0, (await RunAsync("wait", "b", "f", "--for", "ready", "--timeout", "30s")).ExitCode);
        var end = await PidsAsync();
        Assert.Equal(["a", "b", "c", "d", "f"], end.Keys.Order());
        Assert.Equal((after["a"], after["c"], after["d"]), (end["a"], end["c"], end["d"]));
        Assert.Equal(0, (await RunAsync("stop")).ExitCode);
    }

    [Fact]
    public async Task RollingRestart_OfFour_NeverHasMoreThanOneNotReady()
    {
        using var up = ActoripcProcess.Start(_scratch, "up", TestTopology.Write(_scratch, "n { executable = $TESTNODE, instances = 4 }"));
        await up.ReadyAsync();
        using var events = ActoripcProcess.Start(_scratch, "events", "-f", "--format", "jsonl");
        var (code, _, error) = await RunAsync("restart", "--rolling", "n");
        Assert.True(code == 0, error);
        Assert.Equal(["n-1 is ready, 1 of 4", "n-2 is ready, 2 of 4", "n-3 is ready, 3 of 4", "n-4 is ready, 4 of 4", "all are ready"], error.Split('\n'));
        Assert.Equal(0, (await RunAsync("stop")).ExitCode);
        await events.ExitAsync(Patience);

        var notReady = new HashSet<string>();
        var restarted = new List<string>();
        foreach (var entry in events.Output.Select(line => JsonDocument.Parse(line).RootElement).Where(entry => entry.TryGetProperty("node", out _)))
        {
            var node = entry.GetProperty("node").GetString()!;
            switch (entry.GetProperty("event").GetString())
            {
                case "stopping" when restarted.Count < 4:
                    notReady.Add(node);
                    Assert.Single(notReady);
                    break;
                case "ready" when entry.GetProperty("incarnation").GetInt32() == 2:
                    notReady.Remove(node);
                    restarted.Add(node);
                    break;
            }
        }
        Assert.Equal(["n-1", "n-2", "n-3", "n-4"], restarted);
    }

    [Fact]
    public async Task RollingRestart_NodeThatIsNotReadyInTime_EndsAndSaysWhereItStands()
    {
        using var up = ActoripcProcess.Start(_scratch, "up", TestTopology.Write(_scratch, "n { executable = $TESTNODE, instances = 3, arguments = [\"refuse-stop\"], shutdown = 20s }"));
        await up.ReadyAsync();
        var (code, _, error) = await RunAsync("restart", "--rolling", "n", "--timeout", "1s");
        Assert.Equal(5, code);
        Assert.Contains("not ready within 1 s: n-1 is stopping; 0 of 3 restarted, n-1 under way, not touched: n-2 n-3", error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("restart", "n", "--timeout", "1s")).ExitCode);
        Assert.Equal(4, (await RunAsync("restart", "--rolling", "nobody")).ExitCode);
        Assert.Equal(0, (await RunAsync("stop", "--kill")).ExitCode);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => ActoripcProcess.RunAsync(_scratch, arguments);

    /// <summary>A topology of five nodes.</summary>
    private string Write(string arguments, string keys, string b = "b { executable = $TESTNODE }", string e = "e { executable = $TESTNODE }") =>
        TestTopology.Write(_scratch, $"a {{ executable = $TESTNODE }}\n {b}\n c {{ executable = $TESTNODE, arguments = {arguments} }}\n d {{ executable = $TESTNODE }}\n {e}", keys);

    private async Task<Dictionary<string, int>> PidsAsync() =>
        JsonDocument.Parse((await RunAsync("ps", "--format", "json")).Output).RootElement.GetProperty("nodes").EnumerateArray()
            .Where(node => node.GetProperty("pid").ValueKind == JsonValueKind.Number)
            .ToDictionary(node => node.GetProperty("name").GetString()!, node => node.GetProperty("pid").GetInt32());
}
