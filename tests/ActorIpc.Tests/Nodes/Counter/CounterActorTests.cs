using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using ActorIpc.Nodes.Counter;
using ActorIpc.Tests.Nodes.WordCount;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorIpc.Tests.Nodes.Counter;

public sealed class CounterActorTests : TestKit
{
    private readonly IActorRef _counter;

    public CounterActorTests()
        : base("akka.loglevel = ERROR") =>
        _counter = Sys.ActorOf(CounterActor.Props("run", new CounterPorts(new NodeName("counter-1"), _ => { }, message => TestActor.Tell(message))));

    [Fact]
    public void Chunk_WhileTheCollectorIsThere_IsCountedAndSent()
    {
        _counter.Tell(Entries.Up("collector", 1));
        _counter.Tell(new CountChunk("run", 70, "One two ONE"u8.ToArray()));

        var counted = ExpectMsg<ChunkCounted>();

        Assert.Equal(("run", "counter-1", 70L, 11), (counted.RunId, counted.Counter, counted.Position, counted.Length));
        Assert.Equal([("one", 2L), ("two", 1L)], Packed.ToList(counted.Counts));
    }

    [Fact]
    public void Chunks_WhileTheCollectorIsAway_AreCountedAndToldTheNextOne()
    {
        _counter.Tell(new CountChunk("run", 1, "a"u8.ToArray()));
        _counter.Tell(new CountChunk("run", 2, "a"u8.ToArray()));
        _counter.Tell(new CountChunk("run", 2, "a"u8.ToArray()));
        _counter.Tell(Entries.Up("collector", 2));
        Assert.Equal([1, 2], Positions(2));

        _counter.Tell(Entries.Down("collector", 1)); // late news
        _counter.Tell(new CountChunk("run", 3, "a"u8.ToArray()));
        Assert.Equal([3], Positions(1));
    }

    [Fact]
    public void Chunks_ThatAreNotStored_AreToldEachNewCollector()
    {
        _counter.Tell(Entries.Up("collector", 1));
        foreach (var position in new[] { 1, 2, 3 })
            _counter.Tell(new CountChunk("run", position, "a"u8.ToArray()));
        Assert.Equal([1, 2, 3], Positions(3));
        _counter.Tell(new ChunksStored("run", [2, 77]));
        _counter.Tell(new ChunksStored("another", [3]));
        _counter.Tell(Entries.Down("collector", 1));
        _counter.Tell(Entries.Down("counter-2", 3));

        _counter.Tell(Entries.Up("collector", 2));
        Assert.Equal([1, 3], Positions(2));
        _counter.Tell(new ChunksStored("run", [1, 3]));
        _counter.Tell(Entries.Up("collector", 3));
        _counter.Tell(new CountChunk("run", 4, "a"u8.ToArray()));
        Assert.Equal([4], Positions(1));
    }

    [Fact]
    public void Chunk_AskedForAgain_IsToldAgain()
    {
        _counter.Tell(Entries.Up("collector", 1));
        _counter.Tell(new CountChunk("run", 1, "a"u8.ToArray()));
        _counter.Tell(new CountChunk("run", 1, "a"u8.ToArray()));

        Assert.Equal([1, 1], Positions(2));
    }

    [Fact]
    public void Chunk_OfAnotherRun_IsIgnored()
    {
        _counter.Tell(Entries.Up("collector", 1));
        _counter.Tell(new CountChunk("another", 1, "a"u8.ToArray()));
        _counter.Tell(new CountChunk("run", 2, "a"u8.ToArray()));

        Assert.Equal(2, ExpectMsg<ChunkCounted>().Position);
    }

    private IEnumerable<long> Positions(int count) => Enumerable.Range(0, count).Select(_ => ExpectMsg<ChunkCounted>().Position).Order().ToList();
}
