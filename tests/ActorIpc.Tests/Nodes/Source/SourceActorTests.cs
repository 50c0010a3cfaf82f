using System.Threading.Channels;
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
    private readonly Channel<CountChunk> _chunks = Channel.CreateBounded<CountChunk>(2);
    private readonly Channel<CountChunk> _others = Channel.CreateBounded<CountChunk>(2);
    private int _opened;

    public SourceActorTests()
        : base("akka.loglevel = ERROR")
    {
        _collector = CreateTestProbe();
    }

    private string Input => _folder.PathOf("input");

    [Fact]
    public async Task CollectorUp_WithoutAManifest_GetsAProposalAndCountersGetChunks()
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

        Assert.Equal([(0, "one"), (3, "three")], [await NextChunkAsync(), await NextChunkAsync()]);
    }

    [Fact]
    public async Task Source_GivenAManifestAndWhatIsLeft_ReadsOnlyThat()
    {
        _folder.Write("input/a", "one"u8);
        _folder.Write("input/b", "three"u8);
        Planned(id: 77, counters: 1, [3, 8]);

        Assert.Equal((3, "three"), await NextChunkAsync());
    }

    [Fact]
    public async Task NewCollector_IsAskedUntilThereIsAPlanAndNotAfterwards()
    {
        _folder.Write("input/a", "one"u8);
        var source = Start();
        source.Tell(Entries.Up("counter-1", 1));
        source.Tell(Entries.Up("collector", 1));
        NextNew<RequestPlan>();
        source.Tell(Entries.Down("collector", 1));
        source.Tell(Entries.Up("collector", 2));
        foreach (var part in Manifest(77).ToParts("run"))
            source.Tell(part);
        source.Tell(new PlanGiven("run", 1, 77, [])); // of the one that died
        source.Tell(new PlanGiven("run", 2, 77, [0, 3]));
        Assert.Equal((0, "one"), await NextChunkAsync());
        while (_collector.HasMessages)
            _collector.ReceiveOne(TimeSpan.Zero);

        source.Tell(Entries.Down("collector", 2));
        source.Tell(Entries.Up("collector", 3));
        source.Tell(new PlanGiven("run", 3, 77, [0, 3]));

        _collector.ExpectNoMsg(SourceActor.TickInterval * 2);
        Assert.Equal(0, _chunks.Reader.Count);
    }

    [Fact]
    public async Task Chunks_GoToWhicheverCounterHasRoomAndNoFartherThanTheirChannels()
    {
        for (var i = 0; i < 9; i++)
            _folder.Write($"input/{i}", "word"u8);
        var source = Planned(id: 77, counters: 1, [0, 36]);
        await Eventually.True(() => _chunks.Reader.Count == 2, TimeSpan.FromSeconds(10), "the first counter's channel is full");

        source.Tell(Entries.Up("counter-1", 2)); // the same, in its next life
        source.Tell(Entries.Up("counter-2", 1));
        await Eventually.True(() => _others.Reader.Count == 2, TimeSpan.FromSeconds(10), "the second one's too");
        var positions = new List<long>();
        while (positions.Count < 7)
            positions.Add((await _others.Reader.ReadAsync()).Position);
        while (positions.Count < 9)
            positions.Add((await _chunks.Reader.ReadAsync()).Position);

        Assert.Equal([0, 4, 8, 12, 16, 20, 24, 28, 32], positions.Order());
        Assert.Equal(2, _opened);
    }

    [Fact]
    public void AChannelThatIsOver_FailsTheJob()
    {
        _folder.Write("input/a", "one"u8);
        _chunks.Writer.Complete(new InvalidOperationException("the counter sends nonsense"));
        Planned(id: 77, counters: 1, [0, 3]);

        Assert.Equal("the counter sends nonsense", ExpectMsg<string>());
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
        foreach (var part in Manifest(id).ToParts("run"))
            source.Tell(part);
        source.Tell(new PlanGiven("run", 1, id, remaining));
        return source;
    }

    private Manifest Manifest(int id) => new ManifestBuilder(InputPath.Of(Input), _ => { }, CancellationToken.None).Build(id);

    private IActorRef Start()
    {
        var ports = new SourcePorts(
            _ => { },
            message => _collector.Tell(message),
            (counter, _) => Task.FromResult(Opened(counter.Value == "counter-1" ? _chunks : _others)),
            _ => { },
            reason => TestActor.Tell(reason));
        return Sys.ActorOf(SourceActor.Props("run", Input, incarnation: 5, ports));
    }

    private ChannelWriter<CountChunk> Opened(Channel<CountChunk> channel)
    {
        Interlocked.Increment(ref _opened);
        return channel.Writer;
    }

    /// <summary>The next message of a kind to the collector; questions are repeated by a timer, so others are passed over.</summary>
    private T NextNew<T>(Predicate<T>? condition = null) => (T)_collector.FishForMessage(message => message is T wanted && condition?.Invoke(wanted) != false);

    private async Task<(long Position, string Text)> NextChunkAsync()
    {
        var chunk = await _chunks.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        return (chunk.Position, System.Text.Encoding.UTF8.GetString(chunk.Content));
    }
}
