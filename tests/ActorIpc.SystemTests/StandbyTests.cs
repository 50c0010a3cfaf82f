using System.Text.Json;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Statuses;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.SystemTests.Support;
using ActorIpc.TestNode;

namespace ActorIpc.SystemTests;

/// <summary>Warm standbys that are real processes.</summary>
public sealed class StandbyTests : HostTests
{
    [Fact]
    public async Task Kill_WithAStandby_ItTakesOverWithTheSameSettingsAndANewOneComes()
    {
        var child = Child("a") with { Standby = 1, Arguments = ["say:hello"], Environment = new Dictionary<string, string> { ["COLOUR"] = "green" } };
        var host = await StartAsync(child);
        var standby = await StandbyAsync("a");
        using var over = new CancellationTokenSource();
        var events = host.Events(over.Token);
        Signals.Send((await NodeAsync("a")).Pid!.Value, "KILL");

        var node = await NodeAsync("a", node => node is { State: NodeState.Ready, Incarnation: 2 });
        Assert.Equal((standby.Pid, 1), (node.Pid, node.Restarts));
        var echoed = await AskAsync(node, new Echo("hi"));
        Assert.Equal(("hi", "a", 2, standby.Pid), (echoed.Text, echoed.Node, echoed.Incarnation, (int?)echoed.Pid));
        Assert.Contains("COLOUR=green", (await File.ReadAllTextAsync($"/proc/{node.Pid}/environ")).Split('\0'));
        var (told, said) = (new List<string>(), new List<string>());
        await foreach (var entry in events)
        {
            if (entry is NodeOutput output)
                said.Add($"{output.Node}#{output.Incarnation} {output.Text}");
            else if (entry is not (StandbyStarting or NodeLaneChanged))
                told.Add(Told(entry));
            if (entry is Hosting.Events.StandbyReady)
                break;
        }
        await over.CancelAsync();
        Assert.Equal(["down a#1", "backoff a#1", "starting a#2 from 1", "ready a#2", "standby_ready a~2"], told);
        Assert.NotEqual(standby.Pid, (await StandbyAsync("a")).Pid);
        Assert.Equal(["a#2 hello"], said); // its set-up, with the arguments of the spec, ran when it had its name
    }

    [Fact]
    public async Task KillOfNodeAndStandbyAtOnce_IsOneRestartAndAColdStart()
    {
        await StartAsync([Child("a") with { Standby = 1 }], new SupervisorSpec { Name = new NodeName("trial"), Intensity = 1 });
        var standby = await StandbyAsync("a");
        var pid = (await NodeAsync("a")).Pid!.Value;
        Signals.Send(standby.Pid!.Value, "KILL");
        Signals.Send(pid, "KILL");
        var node = await NodeAsync("a", node => node is { State: NodeState.Ready, Incarnation: > 1 });
        Assert.Equal(1, node.Restarts);
        await StandbyAsync("a"); // which is replaced, after a while
    }

    /// <summary>The kernel takes its time to take down so much memory; the standby has the next life meanwhile and waits for its word.</summary>
    [Fact]
    public async Task KillOfAStandby_WhosePredecessorIsNotGone_IsOneRestartAndAColdStart()
    {
        const int Attempts = 5;
        var host = await StartAsync([Child("a") with { Standby = 1 }], new SupervisorSpec { Name = new NodeName("trial"), Intensity = 2 * Attempts });
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var standby = await StandbyAsync("a");
            var node = await NodeAsync("a");
            Tell(node, new Misbehave("allocate:500"));
            await AskAsync(node, new Echo("there"));
            var process = new ProcessIdentity(ProcessIdentity.CurrentBootId, node.Pid!.Value, ProcessIdentity.StartStampOf(node.Pid.Value)!.Value);
            var down = FirstAsync<Hosting.Events.NodeDown>(host.Events(CancellationToken.None));
            Signals.Send(process.Pid, "KILL");
            await down;
            Signals.Send(standby.Pid!.Value, "KILL");
            var wasThere = process.Exists; // Mostly; this process may get no processor before the kernel is done.
            var next = await NodeAsync("a", next => next.State == NodeState.Ready && next.Incarnation > node.Incarnation && next.Pid != standby.Pid);
            Assert.False(host.Completion.IsCompleted);
            if (!wasThere)
                continue;
            Assert.Equal((node.Incarnation + 2, node.Restarts + 1), (next.Incarnation, next.Restarts));
            return;
        }
        Assert.Fail($"the memory of the node was never still there: attempts={Attempts}");
    }

    [Fact]
    public async Task Standby_ThatHangs_IsReplacedAndDoesNotHoldUpItsNode()
    {
        var host = await StartAsync([Child("a") with { Standby = 1 }, Child("b") with { Standby = 1 }], new SupervisorSpec { Name = new NodeName("trial"), Intensity = 1 });
        var (idle, needed) = (await StandbyAsync("a"), await StandbyAsync("b"));
        Signals.Send(idle.Pid!.Value, "STOP");
        Signals.Send(needed.Pid!.Value, "STOP");
        Signals.Send((await NodeAsync("b")).Pid!.Value, "KILL");
        var b = await NodeAsync("b", node => node is { State: NodeState.Ready, Incarnation: > 1 });
        Assert.Equal((3, 1), (b.Incarnation, b.Restarts));
        Assert.False(Signals.IsAlive(needed.Pid.Value));
        Assert.NotEqual(idle.Pid, (await StandbyAsync("a", standby => standby.Number != idle.Number)).Pid);
        Assert.Equal((1, 0), ((await NodeAsync("a")).Incarnation, (await NodeAsync("a")).Restarts));
        await host.StopNodeAsync(new NodeName("a"), "test");
        Assert.DoesNotContain((await host.StatusAsync()).Standbys, standby => standby.Child == "a");
    }

    [Fact]
    public async Task Commands_ShowAndEndThem()
    {
        var topology = TestTopology.Write(Scratch, "a { executable = $TESTNODE, standby = 2 }");
        using var up = ActoripcProcess.Start(Scratch, "up", topology);
        await up.ReadyAsync();
        var first = await ShownAsync();
        Assert.All(first, standby => Assert.Equal(("a", "standby"), (standby.GetProperty("child").GetString(), standby.GetProperty("state").GetString())));
        Assert.Contains("a standby 2", (await ActoripcProcess.RunAsync(Scratch, "ps")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await ActoripcProcess.RunAsync(Scratch, "restart", "a")).ExitCode); // what runs then is what a start would start now
        var second = await ShownAsync(standby => standby.GetProperty("number").GetInt32() > 2);
        Assert.All(first, standby => Assert.False(Signals.IsAlive(PidOf(standby))));
        Assert.Equal(0, (await ActoripcProcess.RunAsync(Scratch, "kill", "a")).ExitCode);
        await up.SaysAsync("a#3 ready", Patience);
        var events = (await ActoripcProcess.RunAsync(Scratch, "events", "a")).Output;
        Assert.Contains("a#3 taken over by standby 3", events, StringComparison.Ordinal);
        Assert.Contains("a standby 1 ended, not wanted any more", events, StringComparison.Ordinal);

        var third = await ShownAsync(standby => standby.GetProperty("number").GetInt32() > 3);
        up.Signal("KILL");
        await Eventually.Get(
            () => string.Join(',', MarkedProcesses.Of(Scratch).Select(process => process.Pid)), alive => alive.Length == 0, TimeSpan.FromSeconds(2), "pids still alive");
        Assert.All(second.Concat(third), standby => Assert.False(Signals.IsAlive(PidOf(standby))));
    }

    private static int PidOf(JsonElement standby) => standby.GetProperty("pid").GetInt32();

    /// <summary>The two standbys that ps shows, as soon as both wait.</summary>
    private Task<List<JsonElement>> ShownAsync(Func<JsonElement, bool>? condition = null) => Eventually.Get(
        () => JsonDocument.Parse(ActoripcProcess.RunAsync(Scratch, "ps", "--format", "json").Result.Output).RootElement.GetProperty("standbys").EnumerateArray().ToList(),
        shown => shown.Count == 2 && shown.All(standby => standby.GetProperty("state").GetString() == "standby" && (condition?.Invoke(standby) ?? true)),
        Patience,
        "two standbys");

    private Task<StandbyStatus> StandbyAsync(string child, Func<StandbyStatus, bool>? condition = null) => Eventually.Get(
        () => Host.StatusAsync().Result.Standbys.FirstOrDefault(standby => standby.Child == child && standby.State == "standby")!,
        standby => standby is not null && (condition?.Invoke(standby) ?? true),
        Patience,
        $"a standby of {child}");

    private static string Told(HostEvent entry)
    {
        var line = EventLine.Of(entry);
        return line.Event + " " + (line.Node is null ? $"{line.Child}~{line.Standby}" : $"{line.Node}#{line.Incarnation}") + (line is { Node: not null, Standby: { } from } ? $" from {from}" : "");
    }
}
