using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 3: a death is told after what the dead actor had sent.</summary>
public sealed class LaneDeathNoticeTests : LanePair
{
    [Fact]
    public async Task Terminated_OfAnActorThatSentAndStopped_ComesAfterItsLastMessage()
    {
        // Broken once: without the hold in LaneRemoteWatcher this failed with Terminated before the last messages.
        await OpenBackAsync();
        await OpenAsync(await ForwarderAsync("forward"));
        for (var round = 0; round < 20; round++)
        {
            var talker = await ResolveAsync(Peer.ActorOf(Props.Create(() => new Talker(2_000)), $"talker-{round}"));
            Sys.ActorOf(Props.Create(() => new Listener(talker, TestActor)));

            for (var i = 0; i < 2_000; i++)
                await ExpectMsgAsync(i, Wait);
            await ExpectMsgAsync<Ended>(Wait);
        }
    }

    private sealed class Talker : ReceiveActor
    {
        public Talker(int count) => ReceiveAny(_ =>
        {
            for (var i = 0; i < count; i++)
                Sender.Tell(i);
            Context.Stop(Self);
        });
    }
}
