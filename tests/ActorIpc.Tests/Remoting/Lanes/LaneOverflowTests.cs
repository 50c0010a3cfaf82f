using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 7: telling never waits and never throws.</summary>
public sealed class LaneOverflowTests : LanePair
{
    [Fact]
    public async Task Peer_ThatDoesNotRead_CostsDeadLettersAndNotTheSender()
    {
        // Broken once: with a refused message forgotten instead of told this failed, the dead letters never came.
        using var folder = new TempFolder();
        var small = "actoripc.links { spill-limit = 65536\n ring = 65536\n small-ring = 65536 }\n";
        var (a, b) = (ActorSystem.Create("a", ConfigurationFactory.ParseString(small).WithFallback(ConfigOf(folder))), ActorSystem.Create("b", ConfigOf(folder)));
        try
        {
            b.ActorOf(Props.Create(() => new Forwarder(TestActor)), "sink");
            var sink = await a.ActorSelection(new RootActorPath(AddressOf(b)) / "user" / "sink").ResolveOne(Wait);
            var dead = 0;
            a.EventStream.Subscribe(a.ActorOf(Props.Create(() => new Counting<DeadLetter>(_ => Interlocked.Increment(ref dead)))), typeof(DeadLetter));
            await Eventually.True(() => { sink.Tell("open"); return LanesOf(a).PeerOf(AddressOf(b)).State == LaneState.Open; }, Wait, "a lane");
            var text = new string('x', 10_000);

            // Faster than anybody reads: ring and spill are full before this is over, and nobody waits.
            for (var i = 0; i < 3_000; i++)
                sink.Tell(text);

            var refused = LanesOf(a).PeerOf(AddressOf(b)).Refused;
            Assert.True(refused > 0, "nothing was refused");
            await Eventually.True(() => Volatile.Read(ref dead) >= refused, Wait, "each is a dead letter");
            await Eventually.True(() => { sink.Tell("again"); return HasMessages && FishForString("again"); }, Wait, "the lane works again");
        }
        finally
        {
            await Task.WhenAll(a.Terminate(), b.Terminate()).WaitAsync(Wait);
        }
    }

    private bool FishForString(string text)
    {
        while (HasMessages)
        {
            if (Equals(ReceiveOne(TimeSpan.Zero), text))
                return true;
        }
        return false;
    }
}
