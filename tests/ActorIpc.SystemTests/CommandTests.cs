using System.Text.Json;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>The commands against a running host, all of them programs of their own.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Logs_OfNodesAndTheirLives_AreWholeLinesWithTheirPrefix()
    {
        using var up = await UpAsync("a { executable = $TESTNODE, arguments = [\"print:3\"] }\n b { executable = $TESTNODE, arguments = [\"print:2\"], instances = 2 }");
        // That a node is ready comes by another way than what it has written before.
        await Eventually.Get(() => LinesAsync("logs").Result.Length, count => count == 7, Patience, "all lines are read");
        Assert.Equal(["a#1 | line 0", "a#1 | line 1", "a#1 | line 2"], await LinesAsync("logs", "a"));
        Assert.Equal(["a#1 | line 2"], await LinesAsync("logs", "a", "-n", "1"));
        Assert.Equal(["b-1#1 | line 0", "b-1#1 | line 1", "b-2#1 | line 0", "b-2#1 | line 1"], (await LinesAsync("logs", "b")).Order());
        Assert.Equal([""], await LinesAsync("logs", "a", "--previous"));

        await SucceedAsync("kill", "a", "--signal", "KILL");
        await SucceedAsync("wait", "a", "--for", "ready", "--timeout", "30s");
        Assert.Equal(["a#1 | line 0", "a#1 | line 1", "a#1 | line 2"], await LinesAsync("logs", "a", "--previous"));
        await Eventually.Get(() => LinesAsync("logs", "a").Result.Length, count => count == 3, Patience, "all lines are read");
        var line = JsonDocument.Parse((await LinesAsync("logs", "a", "-n", "1", "--format", "jsonl"))[0]).RootElement;
        Assert.Equal(("a", 2, "stdout", "line 2"),
            (line.GetProperty("node").GetString(), line.GetProperty("incarnation").GetInt32(), line.GetProperty("stream").GetString(), line.GetProperty("text").GetString()));
        Assert.Equal(4, await ExitCodeAsync("logs", "nobody"));
        Assert.Equal(2, await ExitCodeAsync("logs", "a", "-f", "--previous"));
        await StopAsync(up);
    }

    [Fact]
    public async Task LogsAndEvents_Followed_GoOnThroughRestartsAndScalingAndEndWithTheHost()
    {
        using var up = await UpAsync("b { executable = $TESTNODE, arguments = [\"print:2\"], instances = 1 }");
        using var logs = ActoripcProcess.Start(_scratch, "logs", "b", "-f");
        using var events = ActoripcProcess.Start(_scratch, "events", "-f", "--format", "jsonl");
        await SeesAsync(logs, "b-1#1 | line 1");
        await SucceedAsync("restart", "b-1");
        await SeesAsync(logs, "b-1#2 | line 1");
        await SucceedAsync("scale", "b=2");
        await SeesAsync(logs, "b-2#1 | line 1");
        await SucceedAsync("wait", "b", "--timeout", "30s");
        await StopAsync(up);
        Assert.Equal(0, await logs.ExitAsync(Patience));
        Assert.Equal(0, await events.ExitAsync(Patience));
        var told = events.Output.Select(line => JsonDocument.Parse(line).RootElement)
            .Where(entry => entry.TryGetProperty("node", out var node) && node.GetString() == "b-1")
            .Select(entry => $"{entry.GetProperty("event").GetString()} {entry.GetProperty("incarnation").GetInt32()}");
        Assert.Equal(["starting 1", "ready 1", "stopping 1", "down 1", "starting 2", "ready 2", "stopping 2", "down 2", "stopped 2"], told);
    }

    [Fact]
    public async Task Restart_OfNodesAndSupervisors_IsNotCounted()
    {
        using var up = await UpAsync("a { executable = $TESTNODE }\n inner { children { b { executable = $TESTNODE } } }", "intensity = 0");
        await SucceedAsync("restart", "a", "inner");
        await SucceedAsync("wait", "a", "inner", "--timeout", "30s");
        await SucceedAsync("restart", "trial");
        await SucceedAsync("wait", "trial", "--timeout", "30s");
        var nodes = await NodesAsync();
        Assert.Equal(("ready", 3, 0), nodes["a"]);
        Assert.Equal(("ready", 3, 0), nodes["b"]);
        Assert.Equal(4, await ExitCodeAsync("restart", "a", "nobody"));
        Assert.Equal(3, (await NodesAsync())["a"].Incarnation);
        Assert.Equal(2, await ExitCodeAsync("restart"));
        await StopAsync(up);
    }

    [Fact]
    public async Task Restart_TenTimesAtOnce_LeavesOneInstance()
    {
        using var up = await UpAsync("a { executable = $TESTNODE }", "intensity = 0");
        var restarts = Enumerable.Range(0, 10).Select(_ => ActoripcProcess.Start(_scratch, "restart", "a")).ToList();
        foreach (var restart in restarts)
        {
            Assert.Equal(0, await restart.ExitAsync(Patience));
            restart.Dispose();
        }
        await SucceedAsync("wait", "a", "--timeout", "30s");
        var (state, incarnation, counted) = (await NodesAsync())["a"];
        Assert.Equal(("ready", 0), (state, counted));
        Assert.InRange(incarnation, 2, 11);
        Assert.Single(MarkedProcesses.Of(_scratch), process => process.Parent == up.Pid);
        // Each life began after the one before it had ended.
        var told = (await LinesAsync("events", "a", "--format", "jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(entry => (Event: entry.GetProperty("event").GetString(), Life: entry.GetProperty("incarnation").GetInt32()))
            .Where(entry => entry.Event is "starting" or "down");
        Assert.Equal(Enumerable.Range(1, incarnation).SelectMany(life => new[] { ("starting", life), ("down", life) }).SkipLast(1), told.Select(entry => (entry.Event!, entry.Life)));
        await StopAsync(up);
    }

    [Fact]
    public async Task Commands_DuringABackoff_AreCarriedOutAtOnce()
    {
        // The first restart is at once, the second after 20 s: longer than anything here takes.
        using var up = await UpAsync(
            "a { executable = $TESTNODE, arguments = [\"exit:7\"] }",
            "intensity = 2\n backoff { min = 20s, max = 20s, jitter = 0 }",
            ready: "restart 2 of 2 in 60 s, in");
        Assert.Equal(("backoff", 2, 2), (await NodesAsync())["a"]);
        await SucceedAsync("stop", "a");
        Assert.Equal(("stopped", 2, 2), (await NodesAsync())["a"]);
        using var events = ActoripcProcess.Start(_scratch, "events", "a", "-f");
        await SucceedAsync("restart", "a");
        await SeesAsync(events, "a#3 starting");
        Assert.Equal(6, await up.ExitAsync(Patience)); // its third crash within the period
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }

    [Fact]
    public async Task Stop_DuringABackoff_EndsTheTreeAtOnce()
    {
        using var up = await UpAsync(
            "b { executable = $TESTNODE }\n a { executable = $TESTNODE, arguments = [\"exit:7\"], depends-on = [b] }",
            "intensity = 2\n backoff { min = 20s, max = 20s, jitter = 0 }",
            ready: "restart 2 of 2 in 60 s, in");
        await StopAsync(up);
        Assert.DoesNotContain(up.Error, line => line.Contains("a#3", StringComparison.Ordinal));
        Assert.Empty(MarkedProcesses.Of(_scratch));
    }

    [Fact]
    public async Task Wait_ForWhatDoesNotCome_EndsWithItsExitCode()
    {
        using var up = await UpAsync(
            "a { executable = $TESTNODE }\n done { executable = $TESTNODE, restart = transient, arguments = [complete] }", ready: @"pid \d+  ready|ready, pid");
        await SucceedAsync("wait", "done", "--for", "stopped", "--timeout", "30s");
        var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "wait", "done", "--for", "ready");
        Assert.Equal(1, code);
        Assert.Contains("state=completed", error, StringComparison.Ordinal);
        (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "wait", "a", "--for", "stopped", "--timeout", "100ms");
        Assert.Equal(5, code);
        Assert.Contains("a is ready", error, StringComparison.Ordinal);
        Assert.Equal(2, await ExitCodeAsync("wait", "a", "--for", "lunch"));
        Assert.Equal(2, await ExitCodeAsync("wait", "a", "--timeout", "1000h"));
        Assert.Equal(4, await ExitCodeAsync("wait", "nobody"));
        using var waiting = ActoripcProcess.Start(_scratch, "wait", "a", "--for", "stopped");
        await StopAsync(up);
        Assert.Contains(await waiting.ExitAsync(Patience), new[] { 0, 3 }); // 3: it came when the host had gone
    }

    [Fact]
    public async Task Scale_UpAndDown_StartsAndStopsTheHighestNumbers()
    {
        using var up = await UpAsync("a { executable = $TESTNODE }\n b { executable = $TESTNODE, instances = 2 }");
        await SucceedAsync("scale", "b=3");
        await SucceedAsync("wait", "b-3", "--timeout", "30s");
        await SucceedAsync("scale", "b=1");
        await SucceedAsync("wait", "b", "--timeout", "30s");
        await Eventually.True(() => NodesAsync().Result.Keys.Order().SequenceEqual(["a", "b-1"]), Patience, "two nodes are left");
        Assert.Equal(("ready", 1, 0), (await NodesAsync())["b-1"]);
        Assert.Equal(1, await ExitCodeAsync("scale", "a=2"));
        Assert.Equal(1, await ExitCodeAsync("scale", "b=1000"));
        Assert.Equal(2, await ExitCodeAsync("scale", "b"));
        Assert.Equal(2, await ExitCodeAsync("scale", "b=0"));
        Assert.Equal(4, await ExitCodeAsync("scale", "nobody=2"));
        await StopAsync(up);
    }

    [Fact]
    public async Task Kill_WithASignal_IsACrashLikeAnyOther()
    {
        using var up = await UpAsync("a { executable = $TESTNODE }");
        await SucceedAsync("kill", "a", "-s", "USR1");
        await up.SaysAsync(@"a#1 SIGUSR1 after", Patience);
        await up.SaysAsync(@"a restart 1 of 5", Patience);
        await SucceedAsync("wait", "a", "--timeout", "30s");
        await SucceedAsync("stop", "a");
        var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, "kill", "a");
        Assert.Equal(1, code);
        Assert.Contains("has no process", error, StringComparison.Ordinal);
        Assert.Equal(2, await ExitCodeAsync("kill", "a", "--signal", "SIGNOT"));
        await StopAsync(up);
    }

    [RootFact]
    public async Task Hang_OfWhatADebuggerHolds_IsNoneUntilItIsLetGo()
    {
        using var up = await UpAsync("a { executable = $TESTNODE, arguments = [\"block-within:1s\"] }\n b { executable = $TESTNODE, arguments = [\"block-within:1s\"] }");
        using (new Tracer(up.PidOf("a")))
        {
            // The one that nobody debugs is killed in its time; the other one has then been silent for about as long.
            await up.SaysAsync("b#1 hangs", Patience);
            await up.SaysAsync("b#2 hangs", Patience);
            Assert.DoesNotContain(up.Error, line => line.Contains("a#1 hangs", StringComparison.Ordinal));
            Assert.Equal(("ready", 1, 0), (await NodesAsync())["a"]);
        }
        await up.SaysAsync("a#1 hangs", Patience);
        await SucceedAsync("stop", "--kill");
    }

    [Fact]
    public async Task PsWatch_TellsTheStateUntilTheHostEnds()
    {
        using var up = await UpAsync("a { executable = $TESTNODE }\n inner { children { b { executable = $TESTNODE } } }");
        using var watch = ActoripcProcess.Start(_scratch, "ps", "--watch", "--format", "json");
        await Eventually.True(() => watch.Output.Count >= 3, Patience, "three snapshots");
        var status = JsonDocument.Parse(watch.Output[0]).RootElement;
        Assert.Equal(["trial", "inner"], status.GetProperty("supervisors").EnumerateArray().Select(supervisor => supervisor.GetProperty("name").GetString()));
        var table = string.Join('\n', await LinesAsync("ps"));
        Assert.Matches(@"\|- inner +ready .*0 of 5 in 60s\s+\n\| +`- b +ready", table);
        await StopAsync(up);
        Assert.Equal(0, await watch.ExitAsync(Patience));
    }

    [Fact]
    public async Task Stop_OfWhatIgnoresIt_SaysForWhomItWaitsAndKillsAfterItsTime()
    {
        using var up = await UpAsync("a { executable = $TESTNODE }\n b { executable = $TESTNODE, arguments = [refuse-stop], shutdown = infinite }");
        using var stop = ActoripcProcess.Start(_scratch, "stop", "b", "-t", "3s");
        await stop.SaysAsync(@"waiting for b \(SIGKILL in", Patience);
        Assert.Equal(0, await stop.ExitAsync(Patience));
        await SucceedAsync("restart", "b");
        await SucceedAsync("wait", "b", "--timeout", "30s");
        using var stopAll = ActoripcProcess.Start(_scratch, "stop", "-t", "3s");
        await stopAll.SaysAsync(@"waiting for b \(without limit\)", Patience);
        Assert.Equal(0, await stopAll.ExitAsync(Patience));
        Assert.Equal(0, await up.ExitAsync(Patience));
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }

    private async Task<ActoripcProcess> UpAsync(string children, string keys = "", string? ready = null)
    {
        var up = ActoripcProcess.Start(_scratch, "up", TestTopology.Write(_scratch, children, keys));
        if (ready is null)
            await up.ReadyAsync();
        else
            await up.SaysAsync(ready, Patience);
        return up;
    }

    private async Task StopAsync(ActoripcProcess up)
    {
        await SucceedAsync("stop");
        Assert.Equal(0, await up.ExitAsync(Patience));
    }

    private async Task SucceedAsync(params string[] arguments)
    {
        var (code, _, error) = await ActoripcProcess.RunAsync(_scratch, arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: exit {code}: {error}");
    }

    private async Task<int> ExitCodeAsync(params string[] arguments) => (await ActoripcProcess.RunAsync(_scratch, arguments)).ExitCode;

    private async Task<string[]> LinesAsync(params string[] arguments)
    {
        var (code, output, error) = await ActoripcProcess.RunAsync(_scratch, arguments);
        Assert.True(code == 0, error);
        return output.Split('\n');
    }

    private static Task SeesAsync(ActoripcProcess process, string line) =>
        Eventually.True(() => process.Output.Any(shown => shown.Contains(line, StringComparison.Ordinal)), Patience, $"{line} among:\n{string.Join('\n', process.Output)}");

    private async Task<Dictionary<string, (string State, int Incarnation, int Restarts)>> NodesAsync()
    {
        var status = JsonDocument.Parse(string.Join('\n', await LinesAsync("ps", "--format", "json"))).RootElement;
        return status.GetProperty("nodes").EnumerateArray().ToDictionary(
            node => node.GetProperty("name").GetString()!,
            node => (node.GetProperty("state").GetString()!, node.GetProperty("incarnation").GetInt32(), node.GetProperty("restarts").GetInt32()));
    }
}
