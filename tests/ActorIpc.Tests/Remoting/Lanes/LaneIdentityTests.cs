using ActorIpc.Remoting.Lanes;
using Akka.Actor;
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
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(500));
    }
}
