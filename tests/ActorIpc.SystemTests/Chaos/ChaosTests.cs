using System.Diagnostics;
using System.Globalization;
using ActorIpc.Hosting.ControlSockets;
using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Statuses;
using ActorIpc.Messages.Control;
using ActorIpc.SystemTests.Support;
using Xunit.Abstractions;

namespace ActorIpc.SystemTests.Chaos;

/// <summary>
/// hocon/chaos.conf under fire: nodes that crash, hang, refuse to stop, flood their output and leave processes behind, and a test that kills, stops and restarts
/// more of them. A minute; ten with <c>ACTORIPC_STRESS=1</c>.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output) : IDisposable
{
    private const string Fuse = "fuse";

    /// <summary>The children whose nodes there are, in the order in which they start; instances start together.</summary>
    private static readonly string[] Order = ["steady", "crasher", "hanger", "follower", "stubborn", "twin", "loud", "parent", Fuse];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly bool Stress = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1";

    private readonly Scratch _scratch = new();
    private readonly Ledger _ledger = new();
    private readonly Stopwatches _answers = new();
    private readonly List<(string Node, int Incarnation)> _shot = [];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Chaos_UnderFire_LosesCountOfNothingAndEndsInOrder()
    {
        var random = Random();
        using var up = ActoripcProcess.Start(_scratch, "up", BuildOutput.File("hocon/chaos.conf"));
        await up.ReadyAsync();
        // The first question is not timed: it compiles this process's own code for asking.
        var nodes = (await ControlClient.SendAsync("chaos", Socket, ControlRequest.Of(ControlRequest.Ps), CancellationToken.None)).Snapshot!.Nodes.Count;
        var telling = ControlClient.SendAsync(
            "chaos", Socket, ControlRequest.Of(ControlRequest.Events) with { Follow = true }, CancellationToken.None, part => _ledger.Enter(part.Event!));

        var deadline = Stopwatch.StartNew();
        var duration = TimeSpan.FromSeconds(Stress ? 600 : 60);
        while (deadline.Elapsed < duration)
        {
            await DisturbAsync(random);
            await AssertNothingIsThatShouldNotBeAsync(up.Pid, nodes);
            Assert.True(_ledger.Objections.Count == 0, string.Join('\n', _ledger.Objections));
            await Task.Delay(random.Next(50, 600)); // the pace of the fire
        }
        foreach (var (node, incarnation) in _shot)
            await Eventually.True(() => _ledger.IsOver(node, incarnation), Patience, $"the end of {node}#{incarnation}, which was shot");
        output.WriteLine($"{_shot.Count} shots, {_ledger.Crashes} crashes, {_ledger.Restarts} restarts in {deadline.Elapsed.TotalSeconds:0} s");

        output.WriteLine(_answers.ToString());
        // Where other work takes the processors too it says nothing about the host; who asks for the long form gives it a machine.
        Assert.True(!Stress || _answers.Percentile(0.99) <= Stopwatches.Limit, $"99 of 100 commands are answered within {Stopwatches.Limit} ms (docs/commands.md)\n{_answers}");
        await BlowTheFuseAsync();
        await up.SaysAsync(@"fuse-box gave up: fuse#\d+ ended \(SIGKILL\), restart 4 of 3", Patience);
        Assert.Equal(6, await up.ExitAsync(Patience));
        Assert.Equal(0, (await telling).ExitCode);
        Assert.True(_ledger.Objections.Count == 0, string.Join('\n', _ledger.Objections));
        Assert.Equal(_ledger.Crashes, _ledger.Restarts + 1); // the last crash of the fuse was one too many
        AssertEndedInReverseOrder();
        Assert.Contains("  fuse | the fuse is in", up.Error);
        Assert.Empty(MarkedProcesses.Of(_scratch));
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }

    private string Socket => Path.Combine(_scratch.RuntimeDirectory, "chaos.sock");

    private Random Random()
    {
        var seed = Environment.GetEnvironmentVariable("ACTORIPC_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount;
        output.WriteLine($"seed {seed} (ACTORIPC_SEED repeats it)");
        return new Random(seed);
    }

    /// <summary>Kills or stops a node that runs, restarts one, or only looks.</summary>
    private async Task DisturbAsync(Random random)
    {
        var status = await PsAsync();
        var victims = status.Nodes.Where(node => node.State == NodeState.Ready && node.Name != Fuse).ToList();
        if (victims.Count == 0)
            return;
        var victim = victims[random.Next(victims.Count)];
        switch (random.Next(10))
        {
            case < 5:
                Shoot(victim, "KILL");
                break;
            case < 7:
                Shoot(victim, "STOP");
                break;
            case < 8:
                Assert.Equal(0, (await AnswerAsync(ControlRequest.Of(ControlRequest.Restart, victim.Name))).ExitCode);
                break;
            default:
                Assert.Equal(0, (await AnswerAsync(ControlRequest.Of(ControlRequest.Logs, victim.Name) with { Lines = 100 })).ExitCode);
                break;
        }
    }

    private void Shoot(NodeStatus node, string signal)
    {
        // What ps has said of it may be over: then it is the signal of nobody.
        if (Signals.TrySend(node.Pid!.Value, signal))
            _shot.Add((node.Name, node.Incarnation));
    }

    private async Task<HostStatus> PsAsync() => (await AnswerAsync(ControlRequest.Of(ControlRequest.Ps))).Snapshot!;

    private Task<ControlReply> AnswerAsync(ControlRequest request) => _answers.TakeAsync(
        request.Command, () => ControlClient.SendAsync("chaos", Socket, request, CancellationToken.None).WaitAsync(Patience));

    /// <summary>
    /// There are never more processes under the host than nodes; and everything else that any of them has started belongs to the group of a node that lives,
    /// or is gone soon.
    /// </summary>
    private async Task AssertNothingIsThatShouldNotBeAsync(int host, int nodes)
    {
        // A look takes its time: it can see a life and, a moment later, the next one of the same node.
        await Eventually.Get(
            () => MarkedProcesses.Of(_scratch).Count(process => process.Parent == host), count => count <= nodes, Patience, $"no more processes than {nodes} nodes");
        var strays = Strays(host);
        await Eventually.True(() => !Strays(host).Intersect(strays).Any(), Patience, $"the end of what nobody owns: {string.Join(", ", strays)}");
    }

    private List<MarkedProcesses.Marked> Strays(int host)
    {
        var processes = MarkedProcesses.Of(_scratch);
        var leaders = processes.Where(process => process.Parent == host).Select(process => process.Pid).ToHashSet();
        return [.. processes.Where(process => process.Pid != host && process.Parent != host && !leaders.Contains(process.Group))];
    }

    /// <summary>Kills the fuse, each time as soon as it is there again, until it was once too often.</summary>
    private async Task BlowTheFuseAsync()
    {
        var killed = 0;
        await Eventually.True(
            () =>
            {
                if (_ledger.ReadyLife(Fuse) is { Incarnation: { } life, Pid: { } pid } && life > killed && Signals.TrySend(pid, "KILL"))
                    killed = life;
                return _ledger.Events.Any(entry => entry.Event == "escalated");
            },
            Patience,
            "the fuse box gives up");
    }

    /// <summary>From the fuse on nodes are stopped from right to left, each when what started after it has ended.</summary>
    private void AssertEndedInReverseOrder()
    {
        var events = _ledger.Events;
        var escalation = events.Select((entry, at) => (entry, at)).Single(item => item.entry.Event == "escalated").at;
        var last = Order.Length;
        for (var at = escalation; at < events.Count; at++)
        {
            if (events[at] is not { Event: "stopping", Node: { } node })
                continue;
            var place = Place(node);
            Assert.True(place <= last, $"{node} is asked to stop after {Order[Math.Min(last, Order.Length - 1)]}");
            last = place;
            var later = events.Take(at).Where(entry => entry.Node is not null && Place(entry.Node) > place).GroupBy(entry => entry.Node);
            foreach (var other in later)
                Assert.True(!Lives("starting", other).Except(Lives("down", other)).Any(), $"{node} is asked to stop while {other.Key} lives");
        }
        Assert.Equal(0, last); // the first to start was the last to be stopped

        static IEnumerable<int?> Lives(string what, IEnumerable<EventLine> entries) => entries.Where(entry => entry.Event == what).Select(entry => entry.Incarnation);
    }

    private static int Place(string node) => Array.FindIndex(Order, child => node == child || node.StartsWith(child + "-", StringComparison.Ordinal));
}
