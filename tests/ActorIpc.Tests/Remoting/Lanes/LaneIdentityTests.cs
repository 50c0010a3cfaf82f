using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 4: a lane is between two lives of two systems, and ends with either.</summary>
public sealed class LaneIdentityTests : LanePair
{
    [Fact]
    public async Task Quarantine_OfThePeer_EndsTheLaneAndLetsNoneIn()
    {
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);
        var uid = AddressUidExtension.Uid(Peer);

        ((RemoteActorRefProvider)((ExtendedActorSystem)Sys).Provider).Quarantine(PeerAddress, uid);

        await Eventually.True(() => State == LaneState.Classic, Wait, "the lane ends");
        for (var i = 0; i < 50; i++)
            remote.Tell("to nobody");
        var back = ((RemoteActorRefProvider)((ExtendedActorSystem)Peer).Provider).ResolveActorRef(TestActor.Path.ToStringWithAddress(AddressOf(Sys)));
        await Eventually.True(() => { back.Tell("from nobody"); return LanesOf(Sys).PublishedBy(PeerAddress).Count == 0; }, Wait, "no lane comes in");
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(1_500));
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
}
