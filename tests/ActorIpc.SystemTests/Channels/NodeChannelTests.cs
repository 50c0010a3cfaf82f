using System.Globalization;
using ActorIpc.Messages;
using ActorIpc.SystemTests.Support;
using ActorIpc.TestNode;
using Xunit.Abstractions;

namespace ActorIpc.SystemTests.Channels;

/// <summary>Channels between the nodes of a host.</summary>
public sealed class NodeChannelTests(ITestOutputHelper output) : HostTests
{
    private static readonly bool Stress = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1";

    [Fact]
    public async Task Stream_WhileBothNodesAreKilledInTurn_LosesNothingThatWasPublishedAndRepeatsOnlyWhatWasNotAcknowledged()
    {
        const int count = 5_000;
        var (taken, written) = (Scratch.PathOf("taken"), Scratch.PathOf("written"));
        await StartAsync(
            Child("writer") with { Arguments = [$"write-stream:reader:{count}:{written}"] },
            Child("reader") with { Arguments = [$"read-stream:{taken}"] });
        // Two lives of the writer, each under two of the reader, then one of each for the rest.
        foreach (var (victim, life) in new[] { ("reader", 1), ("writer", 1), ("reader", 2), ("writer", 2), ("reader", 3) })
        {
            var node = await NodeAsync(victim, node => node.State == Messages.Control.NodeState.Ready && node.Incarnation == life);
            var before = Lines(taken).Count;
            await Eventually.True(() => Lines(taken).Count > before + 100, Patience, $"items before the end of {victim} {life}");
            Signals.Send(node.Pid!.Value, "KILL");
        }

        await Eventually.True(() => File.Exists(written), Patience, "everything written and acknowledged");
        await Eventually.True(() => Lines(taken) is { Count: > 0 } lines && lines[^1] == "end", Patience, "the end");
        var items = Lines(taken)[..^1].Select(Parse).ToList();

        Assert.Equal([1, 2, 3], items.Select(item => item.Writer).Distinct());
        Assert.Equal([1, 2, 3, 4], items.Select(item => item.Reader).Distinct());
        foreach (var stream in items.GroupBy(item => item.Writer))
        {
            // From 0 without a gap; a number comes again only in the reader's next life, and there everything from the first that was not acknowledged.
            var (last, reader) = (-1, 0);
            foreach (var item in stream)
            {
                Assert.True(item.Number == last + 1 || (item.Reader > reader && item.Number <= last), $"{item} came after {last} of reader {reader}");
                (last, reader) = (item.Number, item.Reader);
            }
        }
        Assert.Equal(count, items.Where(item => item.Writer == 3).Select(item => item.Number).Distinct().Count());
    }

    [Fact]
    public async Task Asks_WhileAStreamRunsBetweenTheSameNodes_KeepTheirLatency()
    {
        await StartAsync(Child("a"), Child("b") with { Arguments = ["swallow"] });
        var (a, megabytes) = (await NodeAsync("a"), Stress ? 1024 : 64);
        var other = new NodeRef<ITestNode>(new NodeName("b"));
        var round = TimeSpan.FromSeconds(Stress ? 3 : 0.5);
        await AskAsync<AskTimes>(a, new AskAround(other, round)); // Code is compiled.
        await AskAsync<Gushed>(a, new Gush("b", megabytes));

        var (quiet, busy) = (new List<AskTimes>(), new List<AskTimes>());
        var (moved, took) = (0, TimeSpan.Zero);
        for (var i = 0; i < (Stress ? 5 : 1); i++)
        {
            quiet.Add(await AskAsync<AskTimes>(a, new AskAround(other, round)));
            var asking = AskAsync<AskTimes>(a, new AskAround(other, round));
            for (; !asking.IsCompleted; moved += megabytes)
                took += (await AskAsync<Gushed>(a, new Gush("b", megabytes))).Took;
            busy.Add(await asking);
        }

        output.WriteLine($"{moved} MiB in {took.TotalSeconds:0.000} s");
        output.WriteLine($"quiet {string.Join(", ", quiet)}");
        output.WriteLine($"busy {string.Join(", ", busy)}");
        Assert.All(quiet.Concat(busy), times => Assert.True(times.Asked > 0));
        if (!Stress)
            return; // On a machine that does other things at the same time the ratio means nothing.
        var ratio = Middle(busy) / Middle(quiet);
        output.WriteLine($"p99 quiet {Middle(quiet).TotalMicroseconds:0} us, busy {Middle(busy).TotalMicroseconds:0} us, ratio {ratio:0.00}");
        Assert.InRange(ratio, 0, 2);
    }

    private static TimeSpan Middle(List<AskTimes> rounds) => rounds.Select(round => round.P99).Order().ElementAt(rounds.Count / 2);

    private static List<string> Lines(string file) => !File.Exists(file) ? [] : [.. File.ReadAllText(file).Split('\n')[..^1]];

    private static (int Reader, int Writer, int Number) Parse(string line)
    {
        var words = line.Split(' ');
        Assert.True(words.Length == 3, line);
        return (int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
    }
}
