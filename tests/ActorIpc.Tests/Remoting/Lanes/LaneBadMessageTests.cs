using ActorIpc.Links;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 9: a bad message costs itself, a bad record its lane, and nothing else.</summary>
public sealed class LaneBadMessageTests : LanePair
{
    [Fact]
    public async Task Message_ThatCannotBeRead_CostsThatMessageOnly()
    {
        // Broken once: without the catch around reading in LaneReceiver the link ended, and this failed with a time-out.
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);

        remote.Tell("before");
        remote.Tell(new Unreadable());
        remote.Tell("after");

        await ExpectMsgAsync("before", Wait);
        await ExpectMsgAsync("after", Wait);
        Assert.Equal(LaneState.Open, State);
    }

    [Fact]
    public async Task Message_ThatCannotBeWritten_IsAnErrorHereAndCostsThatMessageOnly()
    {
        // Broken once: without the catch around writing in LanePeer this failed with the serializer's exception, out of Tell.
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);

        await EventFilter.Error(contains: "swallowing exception").ExpectOneAsync(Wait, () =>
        {
            remote.Tell(new Unwritable());
            return Task.CompletedTask;
        });
        remote.Tell("after");

        await ExpectMsgAsync("after", Wait);
    }

    [Fact]
    public async Task Garbage_OnALaneThatComesIn_EndsThatLaneOnly()
    {
        // Broken once: with unknown records passed over this failed, the lane stayed open.
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);
        await using var hostile = new LinkRuntime(new LinkOptions { RuntimeDirectory = Folder.Path });
        var random = new Random(5);
        for (var i = 0; i < 20; i++)
        {
            var link = await LinkConnector.ConnectAsync(hostile, new LinkRequest
            {
                To = PeerAddress.ToString(),
                From = "akka.shm://evil@localhost:1",
                Purpose = LinkPurpose.Lane,
                Data = new byte[] { LaneRecord.Version },
            });
            link.Start(new Ignoring());
            if (i == 0)
            {
                link.TryWrite([9, 9, 9]);
                await link.Closed.WaitAsync(Wait);
                continue;
            }
            var bytes = new byte[random.Next(0, 100)];
            random.NextBytes(bytes);
            if (bytes.Length > 0)
                bytes[0] = (byte)random.Next(0, 5);
            for (var j = 0; j < 10; j++)
                link.TryWrite(bytes);
        }

        remote.Tell("unharmed");

        await ExpectMsgAsync("unharmed", Wait);
        Assert.Equal(LaneState.Open, State);
    }

    private sealed class Ignoring : ILinkHandler
    {
        public LinkFlow OnRecord(ReadOnlySpan<byte> payload) => LinkFlow.More;

        public void OnEnd(LinkEnd end)
        {
        }
    }
}
