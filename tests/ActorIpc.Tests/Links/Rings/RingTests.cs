using ActorIpc.Links;
using ActorIpc.Links.Rings;
using ActorIpc.Links.Segments;

namespace ActorIpc.Tests.Links.Rings;

/// <summary>A ring's two ends in one process, without a socket.</summary>
public sealed class RingTests
{
    [Fact]
    public void Record_Written_HasTheGoldenBytes()
    {
        using var ring = new TestRing(256);
        ring.Writer.TryPut(RecordLayout.FlagWhole, "abc"u8, "de"u8);
        ring.Writer.TryPut(RecordLayout.FlagBegin, "x"u8, default);
        ring.Writer.Publish();

        Assert.Equal("05000000" + "01" + "03" + "0000" + "6162636465000000", ring.DataHex(0, 16));
        Assert.Equal("01000000" + "01" + "01" + "0100" + "7800000000000000", ring.DataHex(16, 16));
        Assert.Equal(32, ring.Memory.ReadInt64Acquire(ring.Layout.Tail));
    }

    [Fact]
    public void Record_NotPublished_IsInvisible()
    {
        using var ring = new TestRing(256);
        ring.Writer.TryPut(RecordLayout.FlagWhole, "abc"u8, default);

        Assert.Empty(ring.Read());
        ring.Writer.Publish();
        Assert.Single(ring.Read());
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(128, 2)]
    [InlineData(1024, 3)]
    [InlineData(4096, 4)]
    public void Ring_OfAnySize_CarriesRandomRecordsInOrder(int capacity, int seed)
    {
        var random = new Random(seed);
        using var ring = new TestRing(capacity);
        var expected = new Queue<byte[]>();
        var stress = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1" ? 50 : 1;
        for (var round = 0; round < 100_000 * stress; round++)
        {
            var record = new byte[random.Next(ring.Layout.MaxFragment + 1)];
            random.NextBytes(record);
            var cut = random.Next(record.Length + 1);
            if (ring.Writer.TryPut(RecordLayout.FlagWhole, record.AsSpan(0, cut), record.AsSpan(cut)))
                expected.Enqueue(record);
            else
                ring.Writer.Publish();
            if (random.Next(3) == 0)
                ring.Writer.Publish();
            if (random.Next(3) == 0)
            {
                foreach (var read in ring.Read(random.Next(1, 4) * capacity / 4, random.Next(8) == 0 ? LinkFlow.Stop : LinkFlow.More))
                    Assert.True(expected.Dequeue().AsSpan().SequenceEqual(read), $"seed={seed} round={round}");
            }
        }
        ring.Writer.Publish();
        foreach (var read in ring.Read(int.MaxValue))
            Assert.True(expected.Dequeue().AsSpan().SequenceEqual(read));
        Assert.Empty(expected);
    }

    [Fact]
    public async Task Ring_BetweenTwoThreads_CarriesAMillionRecords()
    {
        const int count = 1_000_000;
        using var ring = new TestRing(4096);
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < count; i++)
            {
                while (!ring.Writer.TryPut(RecordLayout.FlagWhole, BitConverter.GetBytes(i), default))
                    Thread.Yield();
                ring.Writer.Publish();
            }
        });
        var sink = new CountingSink();
        var scratch = new byte[RingReader.ScratchBytes(ring.Layout)];
        while (sink.Count < count)
        {
            if (ring.Reader.Drain(scratch, sink, int.MaxValue, out _, out _) == 0)
                Thread.Yield();
        }
        await writer;
        Assert.True(sink.InOrder);
    }

    [Fact]
    public void Record_RefusedByTheSink_ComesAgain()
    {
        using var ring = new TestRing(256);
        ring.Writer.TryPut(RecordLayout.FlagWhole, "abc"u8, default);
        ring.Writer.Publish();

        Assert.Single(ring.Read(1000, LinkFlow.Again));
        Assert.Equal(0, ring.Memory.ReadInt64Acquire(ring.Layout.Head));
        Assert.Single(ring.Read());
        Assert.Equal(16, ring.Memory.ReadInt64Acquire(ring.Layout.Head));
    }

    [Fact]
    public void Bell_IsDueExactlyWhenTheConsumerSleepsAtTheOldTail()
    {
        using var ring = new TestRing(256);
        ring.Writer.TryPut(RecordLayout.FlagWhole, "a"u8, default);
        Assert.False(ring.Writer.Publish(), "awake: no bell");
        Assert.False(ring.Reader.TryArm(), "something is there: not to sleep");
        ring.Reader.Disarm();
        ring.Read();
        Assert.True(ring.Reader.TryArm());
        ring.Writer.TryPut(RecordLayout.FlagWhole, "b"u8, default);
        Assert.True(ring.Writer.Publish(), "asleep: a bell");
        ring.Writer.TryPut(RecordLayout.FlagWhole, "c"u8, default);
        Assert.False(ring.Writer.Publish(), "one bell is enough");
    }

    [Fact]
    public void SpaceBell_IsDueWhenTheHeadPassesWhatTheWriterNeeds()
    {
        using var ring = new TestRing(64);
        while (ring.Writer.TryPut(RecordLayout.FlagWhole, "12345678"u8, default))
        {
        }
        ring.Writer.Publish();
        Assert.False(ring.Writer.AwaitSpace(8));

        ring.Read(1, bell: true);
        ring.Read(1, bell: false);
        Assert.True(ring.Writer.AwaitSpace(8));
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(4)]
    [InlineData(1000)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Tail_ThatCannotBe_IsAViolation(long tail)
    {
        using var ring = new TestRing(256);
        ring.Memory.WriteInt64Release(ring.Layout.Tail, tail);

        Assert.Contains($"tail={tail}", Assert.Throws<LinkViolation>(() => ring.Read()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(4)]
    [InlineData(1000)]
    [InlineData(long.MinValue)]
    public void Head_ThatCannotBe_IsAViolation(long head)
    {
        using var ring = new TestRing(64);
        ring.Memory.WriteInt64Release(ring.Layout.Head, head);
        while (ring.Writer.TryPut(RecordLayout.FlagWhole, "12345678"u8, default))
        {
        }

        Assert.Contains($"head={head}", ring.Writer.Violation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xFFFFFFFF, 1, 3, 0)]
    [InlineData(1000, 1, 3, 0)]
    [InlineData(57, 1, 3, 0)]
    [InlineData(3, 0, 3, 0)]
    [InlineData(3, 2, 3, 0)]
    [InlineData(3, 1, 7, 0)]
    [InlineData(3, 1, 3, 9)]
    public void Header_ThatBreaksARule_IsAViolation(long length, byte kind, byte flags, ushort number)
    {
        using var ring = new TestRing(256);
        ring.Memory.WriteInt64(ring.Layout.Data, (long)RecordLayout.Header(unchecked((int)length), kind, flags, number));
        ring.Memory.WriteInt64Release(ring.Layout.Tail, 64);

        Assert.Throws<LinkViolation>(() => ring.Read());
    }

    [Fact]
    public void Record_LongerThanWhatIsPublished_IsAViolation()
    {
        using var ring = new TestRing(256);
        ring.Memory.WriteInt64(ring.Layout.Data, (long)RecordLayout.Header(40, RecordLayout.KindMessage, RecordLayout.FlagWhole, 0));
        ring.Memory.WriteInt64Release(ring.Layout.Tail, 16);

        Assert.Contains("published=16", Assert.Throws<LinkViolation>(() => ring.Read()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Reader_OfRandomBytes_TakesRecordsOrNamesAViolationAndNothingElse(int seed)
    {
        var random = new Random(seed);
        var rounds = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1" ? 2_000_000 : 20_000;
        for (var round = 0; round < rounds; round++)
        {
            using var ring = new TestRing(256);
            for (var i = 0; i < 4; i++)
                ring.Writer.TryPut(RecordLayout.FlagWhole, new byte[random.Next(30)], default);
            ring.Writer.Publish();
            for (var i = random.Next(1, 6); i > 0; i--)
                ring.Memory.Bytes(random.Next(3) == 0 ? ring.Layout.Tail : ring.Layout.Data + random.Next(100), 1)[0] = (byte)random.Next(256);
            try
            {
                ring.Read();
                ring.Read();
            }
            catch (LinkViolation)
            {
                // One of the two ways to end; every other exception fails the test.
            }
        }
    }

    /// <summary>Counts numbers that must come in order.</summary>
    private sealed class CountingSink : IRecordSink
    {
        public int Count { get; private set; }

        public bool InOrder { get; private set; } = true;

        public LinkFlow OnRecord(byte flags, ReadOnlySpan<byte> payload)
        {
            InOrder &= BitConverter.ToInt32(payload) == Count++;
            return LinkFlow.More;
        }
    }

    /// <summary>A ring in memory of this process.</summary>
    private sealed class TestRing : IDisposable
    {
        public TestRing(int capacity)
        {
            Layout = new RingLayout(0, RingLayout.ControlBytes, capacity);
            Memory = MappedMemory.Allocate(RingLayout.ControlBytes + capacity);
            Layout.Initialise(Memory);
            Writer = new RingWriter(Memory, Layout);
            Reader = new RingReader(Memory, Layout);
        }

        public RingLayout Layout { get; }

        public MappedMemory Memory { get; }

        public RingWriter Writer { get; }

        public RingReader Reader { get; }

        public List<byte[]> Read(int budget = int.MaxValue, LinkFlow answer = LinkFlow.More, bool? bell = null)
        {
            var sink = new ListSink(answer);
            Reader.Drain(new byte[RingReader.ScratchBytes(Layout)], sink, budget, out _, out var due);
            if (bell is { } expected)
                Assert.Equal(expected, due);
            return sink.Records;
        }

        public string DataHex(int at, int count) => Convert.ToHexStringLower(Memory.Bytes(Layout.Data + at, count));

        public void Dispose() => Memory.Dispose();
    }

    /// <summary>Keeps records; gives one answer.</summary>
    private sealed class ListSink(LinkFlow answer) : IRecordSink
    {
        public List<byte[]> Records { get; } = [];

        public LinkFlow OnRecord(byte flags, ReadOnlySpan<byte> payload)
        {
            Records.Add(payload.ToArray());
            return answer;
        }
    }
}
