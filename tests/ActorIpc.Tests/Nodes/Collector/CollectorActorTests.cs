using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Collector;
using ActorIpc.Tests.Nodes.WordCount;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Nodes.Collector;

public sealed class CollectorActorTests : TestKit
{
    private static readonly Manifest Files = new(4, [new ManifestFile("first", 30, 1, 2), new ManifestFile("second", 10, 1, 2)]);

    private readonly TempFolder _folder = new();
    private int _incarnation;

    public CollectorActorTests()
        : base("akka.loglevel = ERROR")
    {
    }

    private string OutputPath => _folder.PathOf("out.tsv");

    private string JournalPath => _folder.PathOf("out.tsv.run.journal");

    [Fact]
    public void RequestPlan_BeforeThereIsAManifest_IsAnsweredWithTheWishForOne()
    {
        var collector = Start();

        collector.Tell(new RequestPlan("another", 0));
        collector.Tell(new RequestPlan("run", 0));

        Assert.Equal(new ManifestWanted("run", 1), ExpectMsg<ManifestWanted>());
    }

    [Fact]
    public void Manifest_TheFirstThatIsWhole_StaysAndReachesNewSources()
    {
        var collector = Start();
        Propose(collector, Files);
        Assert.Equal([0, 40], ExpectMsg<PlanGiven>().Remaining);

        Propose(collector, new Manifest(5, [new ManifestFile("other", 7, 1, 2)]));
        Assert.Equal(4, ExpectMsg<PlanGiven>().ManifestId);
        collector.Tell(new RequestPlan("run", 4));
        Assert.Equal(4, ExpectMsg<PlanGiven>().ManifestId);
        collector.Tell(new RequestPlan("run", 5));
        Assert.Equal(Files.Files, ExpectMsg<ManifestPart>().Files);
        Assert.Equal(1, ExpectMsg<PlanGiven>().Collector);
    }

    [Fact]
    public void Chunks_DuplicatedReorderedAndForeign_AreCountedOnceAndAcknowledgedAlways()
    {
        var collector = Start();
        Propose(collector, Files);
        ExpectMsg<PlanGiven>();

        collector.Tell(Chunk(30, 10, ("b", 1)) with { RunId = "another" });
        Send(collector, Chunk(20, 10, ("a", 5)));
        Send(collector, Chunk(0, 20, ("a", 1), ("c", 1)));
        Send(collector, Chunk(20, 10, ("a", 5)));
        collector.Tell(new RequestPlan("run", 4));
        Assert.Equal([30, 40], ExpectMsg<PlanGiven>().Remaining);
        Send(collector, Chunk(30, 10, ("b", 2)));

        ExpectMsg("complete");
        Assert.Equal("a\t6\nb\t2\nc\t1\n", File.ReadAllText(OutputPath));
    }

    [Fact]
    public async Task Acknowledged_IsWhatTheNextIncarnationKnows()
    {
        var collector = Start();
        Propose(collector, Files);
        ExpectMsg<PlanGiven>();
        Send(collector, Chunk(0, 20, ("a", 1)));
        await StopAsync(collector);

        collector = Start();
        collector.Tell(new RequestPlan("run", 0));

        Assert.Equal(Files.Files, ExpectMsg<ManifestPart>().Files);
        var plan = ExpectMsg<PlanGiven>();
        Assert.Equal((2, 4), (plan.Collector, plan.ManifestId));
        Assert.Equal([20, 40], plan.Remaining);
    }

    [Fact]
    public async Task Completed_AndStartedAgain_CompletesAgain()
    {
        var collector = Start();
        Propose(collector, new Manifest(4, [new ManifestFile("first", 30, 1, 2)]));
        ExpectMsg<PlanGiven>();
        Send(collector, Chunk(0, 30, ("a", 1)));
        ExpectMsg("complete");
        await StopAsync(collector);
        File.Delete(OutputPath);

        Start();

        ExpectMsg("complete");
        Assert.Equal("a\t1\n", File.ReadAllText(OutputPath));
    }

    [Fact]
    public void AnInputWithoutBytes_IsCompleteAtOnce()
    {
        Propose(Start(), new Manifest(4, [new ManifestFile("empty", 0, 1, 2)]));

        Assert.Empty(ExpectMsg<PlanGiven>().Remaining);
        ExpectMsg("complete");
        Assert.Empty(File.ReadAllBytes(OutputPath));
    }

    [Fact]
    public void MalformedCounts_FailTheJob()
    {
        var collector = Start();
        Propose(collector, Files);
        ExpectMsg<PlanGiven>();

        collector.Tell(new ChunkCounted("run", "counter-1", 0, 20, [1, 9, 97]));

        Assert.StartsWith("failed: packed counts", ExpectMsg<string>());
    }

    [Fact]
    public void ACounterThatIsNoNode_FailsTheJob()
    {
        var collector = Start();
        Propose(collector, Files);
        ExpectMsg<PlanGiven>();

        collector.Tell(Chunk(0, 20, ("a", 1)) with { Counter = "No Name" });

        Assert.StartsWith("failed: a node name", ExpectMsg<string>());
    }

    [Fact]
    public void AChunkOfTheSamePlaceWithOtherEdges_FailsTheJobNamingTheFile()
    {
        var collector = Start();
        Propose(collector, Files);
        ExpectMsg<PlanGiven>();
        Send(collector, Chunk(0, 20, ("a", 1)));

        collector.Tell(Chunk(0, 25, ("a", 1)));

        Assert.Equal("failed: a file of the input changed while it was counted: file=first", ExpectMsg<string>());
    }

    [Fact]
    public void AnOutputThatCannotBeWritten_FailsTheJobNamingIt()
    {
        Directory.CreateDirectory(OutputPath);
        var collector = Start();
        Propose(collector, Files);
        ExpectMsg<PlanGiven>();
        Send(collector, Chunk(0, 30, ("a", 1)));
        Send(collector, Chunk(30, 10, ("a", 1)));

        Assert.StartsWith($"failed: the result cannot be written: wordcount.output={OutputPath}: ", ExpectMsg<string>());
        Assert.Equal(["out.tsv", "out.tsv.run.journal"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void AForeignRunsJournal_FailsTheJobNamingIt()
    {
        Journal.Open(JournalPath, "another", new Tally()).Dispose();

        Start();

        Assert.Equal($"failed: the journal belongs to another run: journal={JournalPath} run=another expected=run", ExpectMsg<string>());
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Dispose();
    }

    private static ChunkCounted Chunk(long position, int length, params (string, long)[] words) => new("run", "counter-1", position, length, Packed.From(words));

    private static void Propose(IActorRef collector, Manifest manifest)
    {
        foreach (var part in manifest.ToParts("run"))
            collector.Tell(part);
    }

    private void Send(IActorRef collector, ChunkCounted chunk)
    {
        collector.Tell(chunk);
        Assert.Equal([chunk.Position], ExpectMsg<ChunksStored>().Positions);
        ExpectMsg((chunk.Counter, chunk.Position));
    }

    private async Task StopAsync(IActorRef collector)
    {
        var gone = collector.WatchAsync();
        Sys.Stop(collector);
        await gone;
    }

    private IActorRef Start()
    {
        var ports = new CollectorPorts(
            message => TestActor.Tell(message),
            (counter, message) => TestActor.Tell((counter.Value, ((ChunksStored)message).Positions.Single())),
            (_, _, _) => { },
            _ => { },
            () => TestActor.Tell("complete"),
            reason => TestActor.Tell($"failed: {reason}"));
        return Sys.ActorOf(CollectorActor.Props(new CollectorSettings("run", OutputPath, JournalPath, ++_incarnation), ports, TimeProvider.System));
    }
}
