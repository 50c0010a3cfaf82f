using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Source;
using ActorIpc.Tests.Nodes.WordCount;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Nodes.Source;

public sealed class SourceActorTests : TestKit
{
    private readonly TempFolder _folder = new();
    private readonly Akka.TestKit.TestProbe _collector;
    private readonly Akka.TestKit.TestProbe _counters;

    public SourceActorTests()
        : base("akka.loglevel = ERROR")
    {
        _collector = CreateTestProbe();
        _counters = CreateTestProbe();
    }

    private string Input => _folder.PathOf("input");

    [Fact]
    public void CollectorUp_WithoutAManifest_GetsAProposalAndCountersGetChunks()
    {
        _folder.Write("input/a", "one"u8);
        _folder.Write("input/b", "three"u8);
        var source = Start();
        source.Tell(Entries.Up("counter-1", 1));
        source.Tell(Entries.Up("collector", 1));
        Assert.Equal(new RequestPlan("run", 0), NextNew<RequestPlan>());

        source.Tell(new ManifestWanted("run", 1));
        var part = NextNew<ManifestPart>();
        Assert.Equal(["a", "b"], part.Files.Select(file => file.Path));
        source.Tell(new PlanGiven("run", 1, part.ManifestId, [0, 8]));

        Assert.Equal([(0, "one"), (3, "three")], [NextChunk(), NextChunk()]);
    }

    [Fact]
    public void Source_GivenAManifestAndWhatIsLeft_ReadsOnlyThat()
    {
        _folder.Write("input/a", "one"u8);
        _folder.Write("input/b", "three"u8);
        Planned(id: 77, counters: 1, [3, 8]);

        Assert.Equal((3, "three"), NextChunk());
    }

    [Fact]
    public void NewCollector_GetsAskedAndWhatItHasLostIsReadAgain()
    {
        _folder.Write("input/a", "one"u8);
        _folder.Write("input/b", "three"u8);
        _folder.Write("input/c", "five"u8);
        var source = Planned(id: 77, counters: 1, [0, 12]);
        _ = (NextChunk(), NextChunk(), NextChunk());
        source.Tell(new ChunksStored("another", [0]));
        source.Tell(new ChunksStored("run", [0]));

        source.Tell(Entries.Down("collector", 1));
        source.Tell(Entries.Up("collector", 2));
        Assert.Equal(77, NextNew<RequestPlan>(request => request.ManifestId == 77).ManifestId);
        source.Tell(new PlanGiven("run", 1, 77, [0, 12])); // of the one that died
        source.Tell(new PlanGiven("run", 2, 77, [0, 3, 8, 12])); // knows b, has lost a; c is with its counter
        Assert.Equal((0, "one"), NextChunk());

        source.Tell(Entries.Down("counter-1", 1));
        source.Tell(Entries.Up("counter-1", 2));
        Assert.Equal([(0, "one"), (8, "five")], [NextChunk(), NextChunk()]);
    }

    [Fact]
    public void CounterDown_ItsChunksGoToTheNextIncarnationAtOnce()
    {
        _folder.Write("input/a", "one"u8);
        var source = Planned(id: 77, counters: 1, [0, 3]);
        NextChunk();

        source.Tell(Entries.Down("counter-1", 1));
        source.Tell(Entries.Up("counter-1", 2));

        Assert.Equal((0, "one"), NextChunk());
    }

    [Fact]
    public void Window_WithoutAcknowledgements_IsBounded()
    {
        for (var i = 0; i < 40; i++)
            _folder.Write($"input/{i:00}", Enumerable.Repeat((byte)' ', 1_000_000).ToArray());
        var source = Planned(id: 77, counters: 1, [0, 40_000_000]);
        var positions = new Queue<long>();
        var bytes = 0;
        while (bytes < SendWindow.MaximumBytes)
        {
            var chunk = _counters.ExpectMsg<CountChunk>();
            positions.Enqueue(chunk.Position);
            bytes += chunk.Content.Length;
        }
        _counters.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        while (bytes < 40_000_000)
        {
            source.Tell(new ChunksStored("run", [positions.Dequeue()]));
            var chunk = _counters.ExpectMsg<CountChunk>();
            positions.Enqueue(chunk.Position);
            bytes += chunk.Content.Length;
        }
        Assert.Equal(40_000_000, bytes);
    }

    [Fact]
    public void MissingInput_FailsTheJobNamingIt()
    {
        var source = Start();
        source.Tell(Entries.Up("collector", 1));
        source.Tell(new ManifestWanted("run", 1));

        Assert.Equal($"the input does not exist: wordcount.input={Input}", ExpectMsg<string>());
    }

    [Fact]
    public void AFileThatChangedSinceTheManifest_FailsTheJobNamingIt()
    {
        var path = _folder.Write("input/a", "one"u8);
        var source = Start();
        source.Tell(Entries.Up("counter-1", 1));
        source.Tell(Entries.Up("collector", 1));
        source.Tell(new ManifestWanted("run", 1));
        var part = NextNew<ManifestPart>();
        File.AppendAllText(path, " more");
        source.Tell(new PlanGiven("run", 1, part.ManifestId, [0, 3]));

        Assert.Equal($"a file of the input changed while it was counted: file={path}", ExpectMsg<string>());
    }

    [Fact]
    public void APlanWhoseRangeIsShorterThanTheChunk_FailsTheJobNamingTheFile()
    {
        var path = _folder.Write("input/a", "one two"u8);
        Planned(id: 77, counters: 1, [0, 3]);

        Assert.Equal($"a file of the input changed while it was counted: file={path}", ExpectMsg<string>());
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Dispose();
    }

    /// <summary>A source that has been given a manifest of the input and a plan.</summary>
    private IActorRef Planned(int id, int counters, long[] remaining)
    {
        var source = Start();
        for (var i = 1; i <= counters; i++)
            source.Tell(Entries.Up($"counter-{i}", 1));
        source.Tell(Entries.Up("collector", 1));
        foreach (var part in new ManifestBuilder(InputPath.Of(Input), _ => { }, CancellationToken.None).Build(id).ToParts("run"))
            source.Tell(part);
        source.Tell(new PlanGiven("run", 1, id, remaining));
        return source;
    }

    private IActorRef Start()
    {
        var ports = new SourcePorts(
            _ => { },
            message => _collector.Tell(message),
            (_, message) => _counters.Tell(message),
            _ => { },
            reason => TestActor.Tell(reason));
        return Sys.ActorOf(SourceActor.Props("run", Input, incarnation: 5, ports, TimeProvider.System));
    }

    /// <summary>The next message of a kind to the collector; questions are repeated by a timer, so others are passed over.</summary>
    private T NextNew<T>(Predicate<T>? condition = null) => (T)_collector.FishForMessage(message => message is T wanted && condition?.Invoke(wanted) != false);

    private (long Position, string Text) NextChunk()
    {
        var chunk = _counters.ExpectMsg<CountChunk>();
        return (chunk.Position, System.Text.Encoding.UTF8.GetString(chunk.Content));
    }
}
