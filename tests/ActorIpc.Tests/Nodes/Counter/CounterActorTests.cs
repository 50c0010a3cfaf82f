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
        _counter = Sys.ActorOf(CounterActor.Props("run", new CounterPorts(_ => { }, message => TestActor.Tell(message))));

    [Fact]
    public void Chunk_WhileTheCollectorIsThere_IsCountedAndSent()
    {
        _counter.Tell(Entries.Up("collector", 1));
        _counter.Tell(new CountChunk("run", 70, "One two ONE"u8.ToArray()));

        var counted = ExpectMsg<ChunkCounted>();

        Assert.Equal(("run", 70L, 11), (counted.RunId, counted.Position, counted.Length));
        Assert.Equal([("one", 2L), ("two", 1L)], Packed.ToList(counted.Counts));
    }

    [Fact]
    public void Chunks_WhileTheCollectorIsAway_AreHeldOnceEachUntilItIsBack()
    {
        _counter.Tell(Entries.Up("collector", 1));
        _counter.Tell(Entries.Up("collector", 2));
        _counter.Tell(Entries.Down("collector", 1)); // late news
        _counter.Tell(new CountChunk("run", 1, "a"u8.ToArray()));
        Assert.Equal(1, ExpectMsg<ChunkCounted>().Position);

        _counter.Tell(Entries.Down("collector", 2));
        _counter.Tell(Entries.Down("counter-2", 3));
        _counter.Tell(new CountChunk("run", 2, "a"u8.ToArray()));
        _counter.Tell(new CountChunk("run", 2, "a"u8.ToArray()));
        _counter.Tell(new CountChunk("run", 3, "a"u8.ToArray()));
        ExpectNoMsg(TimeSpan.Zero);
        _counter.Tell(Entries.Up("collector", 3));

        Assert.Equal([2, 3], new[] { ExpectMsg<ChunkCounted>().Position, ExpectMsg<ChunkCounted>().Position }.Order());
        _counter.Tell(new CountChunk("run", 4, "a"u8.ToArray()));
        Assert.Equal(4, ExpectMsg<ChunkCounted>().Position);
    }

    [Fact]
    public void Chunk_OfAnotherRun_IsIgnored()
    {
        _counter.Tell(Entries.Up("collector", 1));
        _counter.Tell(new CountChunk("another", 1, "a"u8.ToArray()));
        _counter.Tell(new CountChunk("run", 2, "a"u8.ToArray()));

        Assert.Equal(2, ExpectMsg<ChunkCounted>().Position);
    }
}
