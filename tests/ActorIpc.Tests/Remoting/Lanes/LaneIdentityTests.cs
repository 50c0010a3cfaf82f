using ActorIpc.Messages.Control;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 4: a lane is between two lives of two systems, and ends with either.</summary>
public sealed class LaneIdentityTests() : LanePair("actoripc.lanes.retry-interval = 20ms")
{
    [Fact]
    public async Task Quarantine_OfThePeer_EndsTheLanesAndLetsNoneInOrOut()
    {
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);
        await OpenBackAsync();
        var here = Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)));
        var back = ((RemoteActorRefProvider)((ExtendedActorSystem)Peer).Provider).ResolveActorRef(here.Path.ToStringWithAddress(AddressOf(Sys)));

        ((RemoteActorRefProvider)((ExtendedActorSystem)Sys).Provider).Quarantine(PeerAddress, AddressUidExtension.Uid(Peer));

        await Eventually.True(() => State == LaneState.Classic, Wait, "the lane ends");
        await Eventually.True(() => LanesOf(Sys).PublishedBy(PeerAddress).Count == 0, Wait, "the lane back ends");
        // Both try to have one again as long as they tell the other something.
        await Eventually.True(() => { remote.Tell("to nobody"); return SaysQuarantined(Sys); }, Wait, "no lane leads out");
        await Eventually.True(() => { back.Tell("from nobody"); return SaysQuarantined(Peer); }, Wait, "no lane comes in");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task Address_WithANewLifeAfterAQuarantine_HasLanesAgain()
    {
        var first = await ForwarderAsync("forward");
        await OpenAsync(first);
        var address = PeerAddress;
        ((RemoteActorRefProvider)((ExtendedActorSystem)Sys).Provider).Quarantine(address, AddressUidExtension.Uid(Peer));
        await Peer.Terminate().WaitAsync(Wait);
        var again = ActorSystem.Create("there", ConfigurationFactory.ParseString($"akka.remote.shared-memory.port = {address.Port}").WithFallback(ConfigOf(Folder)));
        try
        {
            Assert.Equal(address, AddressOf(again));
            again.ActorOf(Props.Create(() => new Forwarder(TestActor)), "forward");
            var remote = ByPath("/user/forward");

            await Eventually.True(() => { remote.Tell("anybody?"); return State == LaneState.Open; }, Wait, "a lane to the new life");
            remote.Tell("by lane");

            await FishForMessageAsync(message => Equals(message, "by lane"), Wait);
        }
        finally
        {
            await again.Terminate().WaitAsync(Wait);
        }
    }

    private static bool SaysQuarantined(ActorSystem system) => LanesOf(system).Journal.After(0, LaneJournal.Kept)
        .Any(change => change.Kind == LaneChangeKind.NotOpened && change.Reason.Contains("quarantined", StringComparison.Ordinal));
}
