using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>Obligation 10: a payload that somebody keeps is not written over by the next.</summary>
public sealed class LanePayloadTests : LanePair
{
    [Fact]
    public async Task Bytes_ThatTheRecipientKeeps_StayAsTheyWere()
    {
        // Broken once: with one buffer for all payloads on the receiving side this failed at the first array.
        const int count = 500;
        var remote = await ForwarderAsync("forward");
        await OpenAsync(remote);

        for (var i = 0; i < count; i++)
            remote.Tell(Content(i));

        var kept = new List<byte[]>();
        for (var i = 0; i < count; i++)
            kept.Add(await ExpectMsgAsync<byte[]>(Wait));
        for (var i = 0; i < count; i++)
            Assert.Equal(Content(i), kept[i]);
    }

    private static byte[] Content(int number)
    {
        var bytes = new byte[100 + number % 3];
        new Random(number).NextBytes(bytes);
        return bytes;
    }
}
