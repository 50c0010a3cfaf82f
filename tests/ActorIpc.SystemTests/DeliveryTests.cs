using System.Globalization;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.SystemTests.Support;
using ActorIpc.TestNode;

namespace ActorIpc.SystemTests;

/// <summary>What the delivery modes of references promise, while the serving node is killed again and again under constant messages and questions.</summary>
public sealed class DeliveryTests : HostTests
{
    private const int Kills = 3;

    [Fact]
    public async Task Drop_ServingNodeKilled_LosesWhatIsToldMeanwhileAndKeepsTheOrder()
    {
        var (pestered, notes, counts) = await PesterAsync(Delivery.DropToDeadLetters, TimeSpan.FromSeconds(1));
        AssertOrder(notes, pestered.Told);
        Assert.True(pestered.Failed > 0, "no question was asked while the node was down");
        Assert.Equal(default, counts);
    }

    [Fact]
    public async Task Buffer_ServingNodeKilled_NoQuestionFailsAndWhatIsToldWhileItIsDownComesInOrder()
    {
        var (pestered, notes, counts) = await PesterAsync(Delivery.Buffer(1_000_000), Patience);
        Assert.True(pestered.Failed == 0, $"{pestered.Failed} of {pestered.Asked} questions failed: {pestered.FirstFailure}");
        AssertOrder(notes, pestered.Told);
        Assert.Equal((0L, 0L), (counts.Waiting, counts.Dropped));
        Assert.True(counts.Repeated > 0, "each kill met questions that had not been answered");
    }

    [Fact]
    public async Task Buffer_Full_RefusesQuestionsAtOnceAndCountsWhatItDrops()
    {
        var keeper = new NodeRef<ITestNode>(new NodeName("b"), Delivery.Buffer(5));
        var file = Scratch.PathOf("notes");
        await StartAsync(Child("a"), Child("b"));
        var a = await NodeAsync("a");
        await Host.StopNodeAsync(new NodeName("b"), "for the test");
        // Node a hears of the stop in its own time: then this buffer of one keeps its note.
        var probe = new NodeRef<ITestNode>(new NodeName("b"), Delivery.Buffer(1));
        await Eventually.Get(() => TellThroughAsync(a, probe, new Note(Scratch.PathOf("probe"), 0)).Result, counts => counts.Waiting == 1, Patience, "a kept note");
        var counts = default(DeliveryCounts);
        foreach (var number in Enumerable.Range(1, 8))
            counts = await TellThroughAsync(a, keeper, new Note(file, number));
        Assert.Equal((5L, 3L), (counts.Waiting, counts.Dropped));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(a, new EchoThrough(keeper, "too many")));
        Assert.Contains("the buffer is full", failure.ToString(), StringComparison.Ordinal);

        await Host.StartNodeAsync(new NodeName("b"));
        var notes = await Eventually.Get(() => Read(file), notes => notes.Count == 5, Patience, "the kept notes");
        Assert.Equal([1, 2, 3, 4, 5], notes.Select(note => note.Number));
    }

    [Fact]
    public async Task Reliable_ServingNodeKilled_ProcessesEveryMessageInOrderAndNoneTwiceInALife()
    {
        var (pestered, notes, counts) = await PesterAsync(Delivery.Reliable(), Patience);
        Assert.True(pestered.Failed == 0, $"{pestered.Failed} of {pestered.Asked} questions failed: {pestered.FirstFailure}");
        Assert.Equal((0L, 0L), (counts.Waiting, counts.Dropped));
        Assert.Equal(Enumerable.Range(1, pestered.Told), notes.Select(note => note.Number).Distinct().Order());
        foreach (var life in notes.GroupBy(note => note.Incarnation))
        {
            var numbers = life.Select(note => note.Number).ToList();
            Assert.Equal(Enumerable.Range(numbers[0], numbers.Count), numbers);
        }
        Assert.Equal(Kills + 1, notes.Select(note => note.Incarnation).Distinct().Count());
    }

    [Fact]
    public async Task Buffer_FourServingNodesRestartedOneByOne_NoQuestionFails()
    {
        await StartAsync(Child("a"), Child("b") with { Instances = 4 });
        var a = await NodeAsync("a");
        var others = Enumerable.Range(1, 4).Select(number => (Name: $"b-{number}", Notes: Scratch.PathOf($"notes-{number}"))).ToList();
        var pestering = others
            .Select(other => AskAsync<Pestered>(a, new Pester(new NodeRef<ITestNode>(new NodeName(other.Name), Delivery.Buffer(1_000_000)), other.Notes, Patience)))
            .ToList();
        await EachHasNotesOfAsync(1);
        await Host.RestartRollingAsync(new NodeName("b"));
        await EachHasNotesOfAsync(2);
        Tell(a, new LetBe());
        foreach (var pestered in await Task.WhenAll(pestering).WaitAsync(Patience))
        {
            Assert.True(pestered.Asked > 0);
            Assert.True(pestered.Failed == 0, $"{pestered.Failed} of {pestered.Asked} questions failed: {pestered.FirstFailure}");
        }
        var status = await Host.StatusAsync();
        Assert.All(status.Nodes.Where(node => node.Spec == "b"), node => Assert.Equal(2, node.Incarnation));

        async Task EachHasNotesOfAsync(int life)
        {
            foreach (var (name, notes) in others)
                await Eventually.Get(() => Read(notes).Count(note => note.Incarnation == life), count => count >= 20, Patience, $"notes of life {life} of {name}");
        }
    }

    /// <summary>Kills the serving node while another one pesters it.</summary>
    private async Task<(Pestered Pestered, IReadOnlyList<(int Incarnation, int Number)> Notes, DeliveryCounts Counts)> PesterAsync(Delivery delivery, TimeSpan askTimeout)
    {
        var file = Scratch.PathOf("notes");
        var other = new NodeRef<ITestNode>(new NodeName("b"), delivery);
        await StartAsync(Child("a"), Child("b"));
        var a = await NodeAsync("a");
        var pestering = AskAsync<Pestered>(a, new Pester(other, file, askTimeout));
        for (var life = 1; life <= Kills + 1; life++)
        {
            // A hundred notes of a life, so that it is killed in the middle of its work.
            var node = await NodeAsync("b", node => node.State == NodeState.Ready && node.Incarnation == life);
            await Eventually.Get(() => Read(file).Count(note => note.Incarnation == life), count => count >= 100, Patience, $"notes of life {life}");
            if (life <= Kills)
                Signals.Send(node.Pid!.Value, "KILL");
        }
        Tell(a, new LetBe());
        var pestered = await pestering.WaitAsync(Patience);
        var notes = await Eventually.Get(() => Read(file), notes => notes.Count > 0 && notes[^1].Number == pestered.Told, Patience, "the last note");
        var counts = await Eventually.Get(() => CountsAsync(a, other).Result, counts => counts.Waiting == 0, Patience, "nothing is kept");
        return (pestered, notes, counts);
    }

    /// <summary>What is missing went with a life: between its last note and the first of the next one.</summary>
    private static void AssertOrder(IReadOnlyList<(int Incarnation, int Number)> notes, int told)
    {
        for (var i = 1; i < notes.Count; i++)
        {
            var (before, now) = (notes[i - 1], notes[i]);
            Assert.True(now.Incarnation == before.Incarnation ? now.Number == before.Number + 1 : now.Number > before.Number, $"{now} came after {before}");
        }
        Assert.Equal((1, told), (notes[0].Number, notes[^1].Number));
    }

    private static List<(int Incarnation, int Number)> Read(string file) => !File.Exists(file) ? [] : [.. File.ReadAllText(file)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Where(words => words.Length == 2 && words[1].Length > 0)
        .Select(words => (int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture)))];

    private Task<DeliveryCounts> CountsAsync(Hosting.Statuses.NodeStatus node, NodeRef<ITestNode> other) => AskAsync<DeliveryCounts>(node, new HowMany(other));

    private Task<DeliveryCounts> TellThroughAsync(Hosting.Statuses.NodeStatus node, NodeRef<ITestNode> other, Note note) => AskAsync<DeliveryCounts>(node, new TellThrough(other, note));
}
