using Akka.Actor;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Nodes.WordCount;

public sealed class WordCountSimulationTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("simulation", "akka { loglevel = ERROR, stdout-loglevel = OFF, log-dead-letters = off }");
    private readonly TempFolder _folder = new();
    private SimulatedTopology? _topology;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _topology?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Job_WhileNodesAreKilledAndMessagesLost_IsExact()
    {
        var random = Seeded.Random(output);
        var expected = WriteInput(random, files: 12, bytes: 12_000_000);
        var topology = Topology(random);
        foreach (var name in topology.Names)
            topology.Start(name);

        var kills = 0;
        while (kills < 40 && !topology.Completed.IsCompleted)
        {
            await ProgressAsync(topology, random.Next(20));
            var name = topology.Names[random.Next(topology.Names.Count)];
            await topology.KillAsync(name);
            kills++;
            await Task.Delay(random.Next(20)); // The others go on without it.
            topology.Start(name);
        }
        output.WriteLine($"kills: {kills}");
        await topology.Completed.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.True(kills >= 3, $"kills={kills}");
        Assert.Equal(expected, File.ReadAllText(_folder.PathOf("out.tsv")));
    }

    [Fact]
    public async Task Job_WithoutAnyFault_IsExactAndARestartedCollectorCompletesAgain()
    {
        var random = Seeded.Random(output);
        var expected = WriteInput(random, files: 3, bytes: 500_000);
        _folder.Write("input/empty", []);
        var topology = Topology(random);
        foreach (var name in topology.Names)
            topology.Start(name);
        await topology.Completed.WaitAsync(TimeSpan.FromMinutes(1));
        await topology.KillAsync("collector");
        File.Delete(_folder.PathOf("out.tsv"));

        topology.Start("collector");

        await Eventually.True(() => File.Exists(_folder.PathOf("out.tsv")), TimeSpan.FromSeconds(30), "the result is written again");
        Assert.Equal(expected, File.ReadAllText(_folder.PathOf("out.tsv")));
    }

    /// <summary>Waits until so many chunks have come to the collector, or the job is done.</summary>
    private static Task ProgressAsync(SimulatedTopology topology, int chunks)
    {
        var enough = topology.Arrived + chunks;
        return Eventually.True(() => topology.Arrived >= enough || topology.Completed.IsCompleted, TimeSpan.FromMinutes(1), "the job gets on");
    }

    private SimulatedTopology Topology(Random random) => _topology = new(_system, _folder.PathOf("input"), _folder.PathOf("out.tsv"), random);

    /// <summary>Writes files of mixed text and returns the result they should have.</summary>
    private string WriteInput(Random random, int files, int bytes)
    {
        var pool = RandomText.MakeFile(random, 400_000);
        var texts = new List<byte[]>();
        for (var i = 0; i < files; i++)
        {
            var text = new byte[random.Next(2 * bytes / files)];
            for (var at = 0; at < text.Length;)
            {
                var length = Math.Min(random.Next(1, 50_000), text.Length - at);
                pool.AsSpan(random.Next(pool.Length - length), length).CopyTo(text.AsSpan(at));
                at += length;
            }
            texts.Add(text);
            _folder.Write($"input/{i % 3}/{i}", text);
        }
        return PlainCount.Result(PlainCount.Of(texts));
    }
}
