using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.SystemTests.Support;
using ActorIpc.TestNode;
using Akka.Actor;

namespace ActorIpc.SystemTests;

/// <summary>What a host does when its nodes crash or hang.</summary>
public sealed class CrashTests : HostTests
{
    [Fact]
    public async Task Node_Killed_ComesBackAsTheNextIncarnationAtAnotherAddress()
    {
        var host = await StartAsync(Child("a"));
        var before = await NodeAsync("a");
        var echoed = await AskAsync(before, new Echo("one"));
        Assert.Equal(("one", "a", 1, before.Pid!.Value), (echoed.Text, echoed.Node, echoed.Incarnation, echoed.Pid));

        Signals.Send(before.Pid.Value, "KILL");
        var after = await NodeAsync("a", node => node is { State: NodeState.Ready, Incarnation: 2 });
        Assert.NotEqual(before.Pid, after.Pid);
        Assert.NotEqual(before.Address, after.Address);
        Assert.Equal(1, after.Restarts);
        echoed = await AskAsync(after, new Echo("two"));
        Assert.Equal(("two", 2), (echoed.Text, echoed.Incarnation));
        Assert.False(host.Completion.IsCompleted);
    }

    /// <summary>The kernel takes a tenth of a millisecond to take down a megabyte: of a big node the host knows at once what has become of it, and lets the next life wait until it is gone.</summary>
    [Fact]
    public async Task Node_OfMuchMemoryKilled_IsToldBeforeItIsGoneAndTheNextLifeBeginsAfter()
    {
        const int Kills = 5;
        var host = await StartAsync([Child("a")], new SupervisorSpec { Name = new NodeName("trial"), Intensity = 2 * Kills, Backoff = BackoffSpec.None });
        await using var events = host.Events(CancellationToken.None).GetAsyncEnumerator();
        var toldEarly = 0;
        for (var life = 1; life <= Kills; life++)
        {
            var node = await NodeAsync("a", node => node.State == NodeState.Ready && node.Incarnation == life);
            await AskAsync(node, new Echo("there"));
            Tell(node, new Misbehave("allocate:300"));
            Tell(node, new Misbehave("say:last words"));
            await NextAsync<NodeOutput>(events, line => line.Text == "last words");
            var process = new ProcessIdentity(ProcessIdentity.CurrentBootId, node.Pid!.Value, ProcessIdentity.StartStampOf(node.Pid.Value)!.Value);
            Signals.Send(process.Pid, "KILL");
            var down = await NextAsync<Hosting.Events.NodeDown>(events, down => down.Incarnation == life);
            if (process.Exists)
                toldEarly++; // Not each time, as this process may get no processor before the kernel is done.
            Assert.Equal(("SIGKILL", 137), (down.Reason, down.ExitCode));
            Assert.Equal("last words", down.LastLines[^1]);
            await NextAsync<NodeStarting>(events, starting => starting.Incarnation == life + 1);
            Assert.False(process.Exists);
        }
        Assert.InRange(toldEarly, 1, Kills);
    }

    [Fact]
    public async Task NodeRef_InAMessage_FollowsTheNodesRestart()
    {
        await StartAsync(Child("a"), Child("b"));
        var a = await NodeAsync("a");
        var through = new EchoThrough(new NodeRef<ITestNode>(new NodeName("b")), "hello");
        Assert.Equal("b", (await AskAsync(a, through)).Node);

        Signals.Send((await NodeAsync("b")).Pid!.Value, "KILL");
        await NodeAsync("b", node => node is { State: NodeState.Ready, Incarnation: 2 });
        // The directory reaches node a a moment after the host knows.
        var echoed = await Eventually.Get(
            () => AskAsync(a, through).ContinueWith(task => task.IsCompletedSuccessfully ? task.Result : null).Result,
            reply => reply is { Incarnation: 2 }, Patience, "an answer of b's second life");
        Assert.Equal("b", echoed!.Node);
    }

    [Theory]
    [InlineData("exit:3", "exit 3")]
    [InlineData("abort:on purpose", "SIGABRT")]
    public async Task Node_EndsAbnormally_IsToldWithItsReasonAndLastLines(string how, string reason)
    {
        var host = await StartAsync(Child("a"));
        var events = host.Events(CancellationToken.None);
        Tell(await NodeAsync("a"), new Misbehave(how));
        var down = await FirstAsync<Hosting.Events.NodeDown>(events);
        Assert.Equal(reason, down.Reason);
        Assert.False(down.Expected);
        await NodeAsync("a", node => node is { State: NodeState.Ready, Incarnation: 2 });
    }

    [Fact]
    public async Task TransientNode_CompletesNormally_IsNotRestarted()
    {
        await StartAsync(Child("a") with { Restart = RestartType.Transient }, Child("b"));
        Tell(await NodeAsync("a"), new Misbehave("complete"));
        var ended = await NodeAsync("a", node => node.State == NodeState.Completed);
        Assert.Equal(1, ended.Incarnation);
    }

    [Fact]
    public async Task Job_CannotSucceed_StopsTheTreeWithoutARestart()
    {
        var host = await StartAsync(Child("a"), Child("b"));
        Tell(await NodeAsync("a"), new Misbehave("fail-job:the input is gone"));
        var outcome = await host.Completion.WaitAsync(Patience);
        var failed = Assert.IsType<TreeOutcome.JobFailed>(outcome.Tree);
        Assert.Equal(("a", 1, "the input is gone"), (failed.Reporter.Value, failed.Incarnation, failed.Cause));
    }

    [Fact]
    public async Task Node_CrashesTooOften_TheHostGivesUpInReverseOrder()
    {
        var host = await StartAsync([Child("a"), Child("b") with { Arguments = ["exit:7"] }], new SupervisorSpec
        {
            Name = new NodeName("trial"),
            Intensity = 2,
            Backoff = BackoffSpec.None,
        });
        var outcome = await host.Completion.WaitAsync(Patience);
        var reached = Assert.IsType<TreeOutcome.IntensityReached>(outcome.Tree);
        Assert.Equal(("b", 3), (reached.Offender.Value, reached.Restarts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Node_Hangs_IsNoticedAndRestarted(bool blockedPool)
    {
        await StartAsync(Child("a"));
        var before = await NodeAsync("a");
        if (blockedPool)
            Tell(before, new Misbehave("block-pool"));
        else
            Signals.Send(before.Pid!.Value, "STOP");
        var after = await NodeAsync("a", node => node is { State: NodeState.Ready, Incarnation: 2 });
        Assert.False(Signals.IsAlive(before.Pid!.Value));
        Assert.NotEqual(before.Pid, after.Pid);
    }

    [Fact]
    public async Task Process_WithoutTheCookie_IsRefused()
    {
        var host = await StartAsync(Child("a"));
        var inbox = Inbox.Create(host.System);
        host.System.ActorSelection($"/system/{ControlProtocol.HostActor}").Tell(
            new Hello("guessed", 4711, 1, "akka.tcp://trial@127.0.0.1:1", 1, ControlProtocol.Version, "", []), inbox.Receiver);
        var refused = Assert.IsType<Refused>(await inbox.ReceiveAsync(Patience));
        Assert.Contains("cookie", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_ThatIsNotWhole_IsIgnored()
    {
        var host = await StartAsync(Child("a"));
        var node = await NodeAsync("a");
        var supervisor = host.System.ActorSelection($"/system/{ControlProtocol.HostActor}");
        supervisor.Tell(new Hello(null!, 4711, 1, null!, 1, ControlProtocol.Version, null!, null!));
        supervisor.Tell(new Pong(new NodeName("a"), 1, 1, false, new LaneReport(0, 0, 0, 0, 0, 0, 0, null!)));
        supervisor.Tell(new Pong(new NodeName("a"), 1, 1, false, new LaneReport(0, 0, 0, 0, 0, 0, 0, [null!])));
        supervisor.Tell(new JobFailed(new NodeName("a"), 1, null!));
        supervisor.Tell(new ProgressReported(new NodeName("a"), 1, 1, 1, null!, null!));

        Assert.Equal(node.Pid, (await NodeAsync("a")).Pid);
    }

    [Fact]
    public async Task Grandchild_ThatHoldsTheOutput_DoesNotKeepTheNodesPlace()
    {
        var pids = Scratch.PathOf("escaped");
        await StartAsync(Child("a") with { Arguments = [$"escaping-grandchild:{pids}"] });
        Signals.Send((await NodeAsync("a")).Pid!.Value, "KILL");
        await NodeAsync("a", node => node is { State: NodeState.Ready, Incarnation: 2 });
        foreach (var line in File.ReadAllLines(pids))
            Signals.Send(int.Parse(line, System.Globalization.CultureInfo.InvariantCulture), "KILL");
    }

    [Fact]
    public async Task Node_OverItsMemoryCeiling_IsKilledWithThatReason()
    {
        var host = await StartAsync(Child("a") with { MemoryCeiling = 200L << 20, Environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x40000000" } });
        var events = host.Events(CancellationToken.None);
        Tell(await NodeAsync("a"), new Misbehave("allocate:300"));
        var down = await FirstAsync<Hosting.Events.NodeDown>(events);
        Assert.Contains("memory", down.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_HundredThousandLinesAtOnce_ArriveInOrderOrAreAccountedFor()
    {
        const int Lines = 100_000;
        var host = await StartAsync(Child("a"));
        var events = host.Events(CancellationToken.None);
        var node = await NodeAsync("a");
        Tell(node, new Misbehave($"print:{Lines}"));
        Tell(node, new Misbehave("exit:3"));
        var last = -1;
        var skipped = 0L;
        var seen = 0;
        await foreach (var entry in events)
        {
            if (entry is Hosting.Events.NodeDown)
                break; // told after all output of that life
            skipped += entry is OutputSkipped some ? some.Lines : 0;
            if (entry is not NodeOutput { IsError: false } output)
                continue;
            var number = int.Parse(output.Text.AsSpan("line ".Length), System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(number > last, $"line {number} came after line {last}");
            last = number;
            seen++;
        }
        Assert.Equal(Lines, seen + skipped);
    }

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<HostEvent> events, Func<T, bool> condition)
        where T : HostEvent
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(Patience))
        {
            if (events.Current is T entry && condition(entry))
                return entry;
        }
        throw new Xunit.Sdk.XunitException($"the events ended before a {typeof(T).Name}");
    }
}
