using ActorIpc.Links;
using ActorIpc.Links.Rings;
using ActorIpc.Links.Segments;

namespace ActorIpc.Tests.Links;

/// <summary>Every shared cell scribbled over while traffic runs: that link ends with one line, another one notices nothing.</summary>
public sealed class HostilePeerTests
{
    private static readonly TimeSpan Patience = LinkPair.Patience;

    [Theory]
    [InlineData(0, RingLayout.TailOffset, 12345L)]
    [InlineData(0, RingLayout.TailOffset, -8L)]
    [InlineData(0, RingLayout.TailOffset, 1L << 40)]
    [InlineData(0, RingLayout.ProducerClosedOffset, 77L)]
    [InlineData(1, RingLayout.HeadOffset, -8L)]
    [InlineData(1, RingLayout.HeadOffset, 1L << 40)]
    [InlineData(1, RingLayout.HeadOffset, 3L)]
    public async Task Cell_WithAValueThatCannotBe_EndsTheLinkWithOneLine(int ring, int cell, long value)
    {
        using var pair = new HandmadePair(shared: true);
        await using var other = await LinkPair.OpenAsync(LinkMedium.SharedMemory);
        var (left, right, bystander) = (new RecordingHandler(), new RecordingHandler(), new RecordingHandler());
        pair.Left!.Start(left);
        pair.Right.Start(right);
        other.Right.Start(bystander);

        // Ring 0 is written by the connector (left) and read by the listener (right), ring 1 the other way.
        // Written again and again: the honest side publishes its own value over it as long as it runs.
        var victim = pair.Right;
        for (var i = 0; i < 200_000 && victim.IsOpen; i++)
        {
            pair.Hostile!.WriteInt64Release(SegmentLayout.PageBytes + (ring * RingLayout.ControlBytes) + cell, value);
            victim.TryWrite(new byte[100]);
            if (i % 1000 == 0)
                victim.Reader.Wake();
        }
        victim.Reader.Wake();

        var end = await victim.Closed.WaitAsync(Patience);
        Assert.Equal(LinkEndKind.ProtocolViolation, end.Kind);
        Assert.Equal(1, pair.Log.Count("broke a rule"));
        other.Left.TryWrite([1]);
        await Eventually.Equal(1, () => bystander.Count, Patience);
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    [InlineData(43)]
    public async Task Segment_ScribbledAtRandomUnderTraffic_NeverHurtsAnotherLink(int seed)
    {
        var random = new Random(seed);
        var rounds = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1" ? 200 : 4;
        await using var other = await LinkPair.OpenAsync(LinkMedium.SharedMemory);
        var bystander = new RecordingHandler();
        other.Right.Start(bystander);
        for (var round = 0; round < rounds; round++)
        {
            using var pair = new HandmadePair(shared: true);
            pair.Left!.Start(new RecordingHandler());
            pair.Right.Start(new RecordingHandler());
            var memory = pair.Hostile!;
            for (var i = 0; i < 3000; i++)
            {
                pair.Left.TryWrite(new byte[random.Next(200)]);
                pair.Right.TryWrite(new byte[random.Next(200)]);
                if (random.Next(10) == 0)
                    memory.Bytes(random.Next((int)memory.Length - 8), 8).Fill((byte)random.Next(256));
            }
            await Task.WhenAll(pair.Left.CloseAsync(), pair.Right.CloseAsync()).WaitAsync(Patience);
            other.Left.TryWrite([1]);
            await Eventually.Equal(round + 1, () => bystander.Count, Patience);
        }
    }

    [Fact]
    public async Task Socket_WithBytesThatAreNoRecords_EndsTheLinkOnly()
    {
        using var hands = new HandmadePair(shared: false);
        hands.Right.Start(new RecordingHandler());

        hands.Raw.Send(new byte[100]);

        Assert.Equal(LinkEndKind.ProtocolViolation, (await hands.Right.Closed.WaitAsync(Patience)).Kind);
    }

    [Fact]
    public async Task Bells_InAFlood_DisturbNothing()
    {
        using var hands = new HandmadePair(shared: true);
        var handler = new RecordingHandler();
        hands.Right.Start(handler);
        for (var i = 0; i < 10_000; i++)
            hands.Raw.Send(new byte[50], System.Net.Sockets.SocketFlags.None, out _);

        hands.Left!.TryWrite([1]);

        await Eventually.Equal(1, () => handler.Count, Patience);
    }
}
