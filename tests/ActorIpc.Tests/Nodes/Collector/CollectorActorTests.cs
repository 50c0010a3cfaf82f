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

        collector.Tell(new Arrival(Chunk(30, 10, ("b", 1)) with { RunId = "another" }, NeverCalled));
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

        collector.Tell(new Arrival(new ChunkCounted("run", 0, 20, [1, 9, 97]), NeverCalled));

        Assert.StartsWith("failed: packed counts", ExpectMsg<string>());
    }

    [Fact]
    public void AChunk_WhenTheJournalOfTheRunIsGone_FailsTheJobNamingIt()
    {
        var collector = Start();

        collector.Tell(new Arrival(Chunk(0, 20, ("a", 1)), NeverCalled));

        Assert.Equal($"failed: the journal must be what an earlier collector of the run has left: journal={JournalPath}", ExpectMsg<string>());
    }

    [Fact]
    public void EachCounter_IsListenedToOnceInAllItsLives()
    {
        var collector = Start();

        collector.Tell(Entries.Up("counter-2", 1));
        collector.Tell(Entries.Up("source", 1));
        collector.Tell(Entries.Up("counter-1", 1));
        collector.Tell(Entries.Up("counter-2", 2));

        ExpectMsg("listens to counter-2");
        ExpectMsg("listens to counter-1");
        collector.Tell(new RequestPlan("run", 0));
        ExpectMsg<ManifestWanted>();
    }

    [Fact]
    public void AChunkOfTheSamePlaceWithOtherEdges_FailsTheJobNamingTheFile()
    {
        var collector = Start();
        Propose(collector, Files);
        ExpectMsg<PlanGiven>();
        Send(collector, Chunk(0, 20, ("a", 1)));

        collector.Tell(new Arrival(Chunk(0, 25, ("a", 1)), NeverCalled));

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

    private static ChunkCounted Chunk(long position, int length, params (string, long)[] words) => new("run", position, length, Packed.From(words));

    private static void NeverCalled() => Assert.Fail("what is not in the journal is not acknowledged");

    private static void Propose(IActorRef collector, Manifest manifest)
    {
        foreach (var part in manifest.ToParts("run"))
            collector.Tell(part);
    }

    private void Send(IActorRef collector, ChunkCounted chunk)
    {
        collector.Tell(new Arrival(chunk, () => TestActor.Tell(chunk.Position)));
        ExpectMsg(chunk.Position);
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
            _ => { },
            message => TestActor.Tell(message),
            (counter, _) => TestActor.Tell($"listens to {counter}"),
            (_, _, _) => { },
            _ => { },
            () => TestActor.Tell("complete"),
            reason => TestActor.Tell($"failed: {reason}"));
        return Sys.ActorOf(CollectorActor.Props(new CollectorSettings("run", OutputPath, JournalPath, ++_incarnation), ports, TimeProvider.System));
    }
}
