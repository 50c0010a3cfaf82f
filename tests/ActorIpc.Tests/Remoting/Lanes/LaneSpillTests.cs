using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 3 where the dead actor's last messages still wait in the spill when its death is to be told.</summary>
public sealed class LaneSpillTests() : LanePair("actoripc.links { ring = 65536, small-ring = 65536 }")
{
    [Fact]
    public async Task Terminated_OfAnActorWhoseMessagesWaitInTheSpill_ComesAfterItsLastMessage()
    {
        // Broken once: without the wait in LaneActorRef.SendSystemMessage this failed with Terminated before the last messages.
        const int count = 400;
        await OpenBackAsync();
        for (var round = 0; round < 5; round++)
        {
            var talker = await ResolveAsync(Peer.ActorOf(Props.Create(() => new LargeTalker(count)), $"talker-{round}"));
            Sys.ActorOf(Props.Create(() => new Listener(talker, TestActor)));

            for (var i = 0; i < count; i++)
                await ExpectMsgAsync<byte[]>(Wait);
            await ExpectMsgAsync<Ended>(Wait);
        }
    }

    private sealed class LargeTalker : ReceiveActor
    {
        public LargeTalker(int count) => ReceiveAny(_ =>
        {
            for (var i = 0; i < count; i++)
                Sender.Tell(new byte[20_000]);
            Context.Stop(Self);
        });
    }
}
