using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 3: a death is told after what the dead actor had sent.</summary>
public sealed class LaneDeathNoticeTests : LanePair
{
    [Fact]
    public async Task Terminated_OfAnActorThatSentAndStopped_ComesAfterItsLastMessage()
    {
        await OpenAsync(await ForwarderAsync("forward"));
        for (var round = 0; round < 20; round++)
        {
            var talker = await ResolveAsync(Peer.ActorOf(Props.Create(() => new Talker(2_000)), $"talker-{round}"));
            Watch(talker);

            talker.Tell("talk and die");

            for (var i = 0; i < 2_000; i++)
                await ExpectMsgAsync(i, Wait);
            await ExpectTerminatedAsync(talker, Wait);
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
