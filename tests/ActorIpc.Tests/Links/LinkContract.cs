using System.Buffers.Binary;
using ActorIpc.Links;

namespace ActorIpc.Tests.Links;

/// <summary>The contract of a link, whatever carries it.</summary>
/// <param name="medium">What carries it.</param>
public abstract partial class LinkContract(LinkMedium medium)
{
    private static readonly TimeSpan Patience = LinkPair.Patience;
    private static readonly LinkOptions Tiny = new() { Ring = LinkOptions.MinRing, SmallRing = LinkOptions.MinRing };

    [Fact]
    public async Task Handshake_Complete_EachSideKnowsTheOther()
    {
        await using var pair = await Open(decision: LinkDecision.Accept("answer"u8.ToArray()), request: new LinkRequest
        {
            To = "test://far",
            From = "test://near",
            Purpose = LinkPurpose.Channel,
            SystemUid = 11,
            Data = "question"u8.ToArray(),
        });

        Assert.Equal("test://far", pair.Left.Peer.Address);
        Assert.Equal(22, pair.Left.Peer.SystemUid);
        Assert.Equal(pair.FarRuntime.Instance, pair.Left.Peer.Instance);
        Assert.Equal("answer"u8.ToArray(), pair.Left.Peer.Data.ToArray());
        Assert.Equal("test://near", pair.Right.Peer.Address);
        Assert.Equal(11, pair.Right.Peer.SystemUid);
        Assert.Equal(pair.NearRuntime.Instance, pair.Right.Peer.Instance);
        Assert.Equal("question"u8.ToArray(), pair.Right.Peer.Data.ToArray());
        Assert.Equal(medium == LinkMedium.Tcp ? 0 : Environment.ProcessId, pair.Right.Peer.ProcessId);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Records_OfRandomSizesBothWays_ArriveWholeAndInOrder(int seed)
    {
        await using var pair = await Open(Tiny);
        var (left, right) = (new RecordingHandler(), new RecordingHandler());
        pair.Left.Start(left);
        pair.Right.Start(right);
        var random = new Random(seed);
        var sent = Enumerable.Range(0, 2000).Select(i => RandomRecord(random, i)).ToArray();

        foreach (var record in sent)
        {
            Assert.True(pair.Left.TryWrite(record));
            Assert.True(pair.Right.TryWrite(record.AsSpan(0, record.Length / 3), record.AsSpan(record.Length / 3)));
        }

        await Eventually.Equal(sent.Length, () => right.Count, Patience);
        await Eventually.Equal(sent.Length, () => left.Count, Patience);
        AssertSame(sent, right.Records);
        AssertSame(sent, left.Records);
    }

    [Fact]
    public async Task Record_OfTheLongestLength_ArrivesAndALongerOneIsAnError()
    {
        await using var pair = await Open();
        var handler = new RecordingHandler();
        pair.Right.Start(handler);
        var longest = new byte[pair.Left.MaxMessage];
        new Random(7).NextBytes(longest);

        Assert.True(pair.Left.TryWrite(longest));
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Left.TryWrite(new byte[longest.Length + 1]));

        await Eventually.Equal(1, () => handler.Count, Patience);
        Assert.True(longest.AsSpan().SequenceEqual(handler.Records[0]));
    }

    [Fact]
    public async Task Start_AfterRecordsWereWritten_DeliversThemThen()
    {
        await using var pair = await Open(Tiny);
        for (var i = 0; i < 500; i++)
            Assert.True(pair.Left.TryWrite(Numbered(i, 100)));

        var handler = new RecordingHandler();
        pair.Right.Start(handler);

        await Eventually.Equal(500, () => handler.Count, Patience);
        Assert.Equal(Enumerable.Range(0, 500), handler.Records.Select(NumberOf));
        Assert.Throws<InvalidOperationException>(() => pair.Right.Start(handler));
    }

    [Fact]
    public async Task Batch_OfManyRecords_ArrivesInOrderWithOneNestedWriteRefused()
    {
        await using var pair = await Open(Tiny);
        var handler = new RecordingHandler();
        pair.Right.Start(handler);

        using (var batch = pair.Left.BeginBatch())
        {
            for (var i = 0; i < 1000; i++)
                Assert.True(batch.TryAdd(Numbered(i, 8 + (i % 50))));
            Assert.Throws<InvalidOperationException>(() => pair.Left.TryWrite([1]));
        }
        Assert.True(pair.Left.TryWrite(Numbered(1000, 8)));

        await Eventually.Equal(1001, () => handler.Count, Patience);
        Assert.Equal(Enumerable.Range(0, 1001), handler.Records.Select(NumberOf));
    }

    [Fact]
    public async Task Claim_PublishedShorterOrAbandoned_OnlyThePublishedArrives()
    {
        await using var pair = await Open(Tiny);
        var handler = new RecordingHandler();
        pair.Right.Start(handler);

        for (var i = 0; i < 300; i++)
        {
            Assert.True(pair.Left.TryClaim(200, out var abandoned));
            abandoned.Bytes.Fill(0xEE);
            abandoned.Dispose();
            Assert.True(pair.Left.TryClaim(i % 10 == 0 ? 9000 : 200, out var claim));
            Numbered(i, 20).CopyTo(claim.Bytes);
            Assert.True(claim.TryPublish(20));
            claim.Dispose();
        }

        await Eventually.Equal(300, () => handler.Count, Patience);
        Assert.Equal(Enumerable.Range(0, 300), handler.Records.Select(NumberOf));
        Assert.All(handler.Records, record => Assert.Equal(20, record.Length));
    }

    [Fact]
    public async Task Writers_OnManyThreads_EachKeepsItsOrder()
    {
        await using var pair = await Open(Tiny);
        var handler = new RecordingHandler();
        pair.Right.Start(handler);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
                Assert.True(pair.Left.TryWrite(Numbered((writer * 1_000_000) + i, 16)));
        })));

        await Eventually.Equal(8000, () => handler.Count, Patience);
        foreach (var group in handler.Records.Select(NumberOf).GroupBy(number => number / 1_000_000))
            Assert.Equal(Enumerable.Range(group.Key * 1_000_000, 2000), group);
    }

    [Fact]
    public async Task Spill_AtItsBound_RefusesThenTakesAgain()
    {
        await using var pair = await Open(Tiny, new LinkTuning { SpillLimit = 20_000 });
        var answer = LinkFlow.Again;
        var handler = new RecordingHandler { Answer = (_, _) => answer };
        var writer = new RecordingHandler();
        pair.Left.Start(writer);
        pair.Right.Start(handler);

        var written = 0;
        var spilled = 0L;
        Task<bool>? waiting = null;
        await Eventually.True(
            () =>
            {
                while (pair.Left.TryWrite(Numbered(written, 1000)))
                    written++;
                waiting = pair.Left.WaitToWriteAsync().AsTask();
                spilled = pair.Left.WaitingBytes; // read here: a socket may still take all of it a moment later
                return handler.Calls > 0 && !waiting.IsCompleted && spilled > 0;
            },
            Patience,
            "the reader holds, and the spill has refused a record");
        Assert.InRange(spilled, 1, 20_000);
        Assert.True(pair.Left.TryWrite(Numbered(written++, 100), RecordClass.Control), "the reserve is for control records");

        answer = LinkFlow.More;
        pair.Right.Resume();
        Assert.True(await waiting!.WaitAsync(Patience));
        await Eventually.Equal(written, () => handler.Count, Patience);
        await Eventually.True(() => writer.WritableCalls >= 1, Patience, "OnWritable");

        Assert.Equal(Enumerable.Range(0, written), handler.Records.Select(NumberOf));
        Assert.True(pair.Left.TryWrite(Numbered(written, 1000)));
        Assert.True(pair.Left.Counters.Refused >= 1);
        Assert.Equal(0, pair.NearRuntime.SpilledBytes);
    }

    [Fact]
    public async Task Counters_AfterTraffic_AddUp()
    {
        await using var pair = await Open();
        var handler = new RecordingHandler();
        pair.Right.Start(handler);
        for (var i = 0; i < 10; i++)
            pair.Left.TryWrite(new byte[100]);

        await Eventually.Equal(10, () => handler.Count, Patience);
        await Eventually.Equal(1000, () => pair.Right.Counters.BytesReceived, Patience);
        Assert.Equal((10, 1000), (pair.Left.Counters.RecordsSent, pair.Left.Counters.BytesSent));
        Assert.Equal(10, pair.Right.Counters.RecordsReceived);
        Assert.InRange(handler.Batches, 1, 10);
        await Eventually.Equal(pair.Right.InboundPublished, () => pair.Right.InboundDelivered, Patience);
        Assert.True(pair.Right.InboundDelivered >= 1000);
    }

    private Task<LinkPair> Open(LinkOptions? options = null, LinkTuning? tuning = null, LinkRequest? request = null, LinkDecision? decision = null) =>
        LinkPair.OpenAsync(medium, options, tuning, request, decision);

    private static byte[] Numbered(int number, int length)
    {
        var record = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(record, number);
        return record;
    }

    private static int NumberOf(byte[] record) => BinaryPrimitives.ReadInt32LittleEndian(record);

    private static byte[] RandomRecord(Random random, int number)
    {
        var record = new byte[random.Next(20) switch { 0 => random.Next(20_000), 1 => 0, _ => random.Next(300) }];
        random.NextBytes(record);
        if (record.Length >= 4)
            BinaryPrimitives.WriteInt32LittleEndian(record, number);
        return record;
    }

    private static void AssertSame(byte[][] expected, byte[][] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), $"record {i} must be the one written: length={expected[i].Length} arrived={actual[i].Length}");
    }
}
