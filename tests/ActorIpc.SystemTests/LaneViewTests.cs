using System.Text.Json;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests;

/// <summary>What <c>ps</c> and <c>events</c> show of nodes' lanes: that there are any, how much goes over them, what did not fit, and when they come and go.</summary>
public sealed class LaneViewTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task PsAndEvents_OfNodesThatTalkByLane_ShowRatesOverflowAndEveryChange()
    {
        var topology = _scratch.Write("trial.conf", $$"""
            actoripc.links { ring = 64KiB, small-ring = 64KiB, spill-limit = 64KiB }
            actoripc.topology {
              name = trial
              children {
                hearer { executable = "{{BuildOutput.TestNode}}" }
                babbler { executable = "{{BuildOutput.TestNode}}", arguments = ["babble:hearer"] }
              }
            }
            """);
        using var up = ActoripcProcess.Start(_scratch, "up", topology);
        await up.ReadyAsync();

        var babbler = await NodeAsync("babbler", node => Rate(node, "out_per_second") > 0);
        var hearer = await NodeAsync("hearer", node => Rate(node, "in_per_second") > 0);
        Assert.Equal((1, 0), (Lanes(babbler, "open_out"), Lanes(hearer, "open_out")));
        Assert.Equal((0, 1), (Lanes(babbler, "open_in"), Lanes(hearer, "open_in")));
        Assert.True(Lanes(babbler, "sent") > 0 && Lanes(hearer, "received") > 0);
        Assert.Equal("shm", babbler.GetProperty("link").GetString());
        var table = (await ActoripcProcess.RunAsync(_scratch, "ps")).Output;
        Assert.Matches(@"NODE .* LINK +IN/s +OUT/s +OVERFLOW", table);
        Assert.Matches(@"\|- hearer .* lane +[1-9]\d* +0 +0 ", table);

        // Nobody reads: ring and spill are soon full, and the sender says how much did not fit.
        var pid = up.PidOf("hearer");
        var before = Lanes(babbler, "overflowed");
        Signals.Send(pid, "STOP");
        await NodeAsync("babbler", node => Lanes(node, "overflowed") > before);
        Signals.Send(pid, "CONT");
        Assert.Matches(@"`- babbler .* lane +\d+ +\d+ +[1-9]\d* ", (await ActoripcProcess.RunAsync(_scratch, "ps")).Output);

        Signals.Send(pid, "KILL");
        await Eventually.True(() => Events().Any(line => Is(line, "lane_opened", "hearer#2")), Patience, "a lane to the next life");
        var events = Events();
        Assert.Contains(events, line => Is(line, "lane_opened", "hearer#1") && line.GetProperty("reason").GetString() == "over shm");
        Assert.Contains(events, line => Is(line, "lane_closed", "hearer#1") && line.GetProperty("reason").GetString()!.Length > 0);
        Assert.Contains("babbler#1 has a lane to hearer#1, over shm", (await ActoripcProcess.RunAsync(_scratch, "events", "babbler")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await ActoripcProcess.RunAsync(_scratch, "stop")).ExitCode);
        Assert.Equal(0, await up.ExitAsync(Patience));
    }

    private static bool Is(JsonElement line, string what, string peer) =>
        line.GetProperty("event").GetString() == what && line.GetProperty("node").GetString() == "babbler" && line.GetProperty("peer").GetString() == peer;

    private static long Lanes(JsonElement node, string count) => node.GetProperty("lanes") is { ValueKind: JsonValueKind.Object } lanes ? lanes.GetProperty(count).GetInt64() : 0;

    private static double Rate(JsonElement node, string rate) => node.GetProperty(rate) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : 0;

    private List<JsonElement> Events() =>
        [.. ActoripcProcess.RunAsync(_scratch, "events", "--format", "jsonl").Result.Output.Split('\n').Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)];

    private Task<JsonElement> NodeAsync(string name, Func<JsonElement, bool> condition) => Eventually.Get(
        () => JsonDocument.Parse(ActoripcProcess.RunAsync(_scratch, "ps", "--format", "json").Result.Output).RootElement
            .GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("name").GetString() == name),
        condition,
        Patience,
        $"node {name}");
}
