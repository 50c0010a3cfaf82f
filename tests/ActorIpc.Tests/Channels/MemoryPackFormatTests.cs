using System.Buffers;
using ActorIpc.Channels;
using ActorIpc.Channels.Formats;
using MemoryPack;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Channels;

/// <summary>MemoryPack in channels: its generated code called directly, and bytes that would take the process down.</summary>
/// <param name="output">Where the seed is printed.</param>
public sealed class MemoryPackFormatTests(ITestOutputHelper output)
{
    [Fact]
    public void Items_WrittenDirectly_AreTheBytesOfMemoryPack()
    {
        var format = Assert.IsType<GeneratedMemoryPackFormat<PackedTree>>(ItemFormats.MemoryPack<PackedTree>());
        Assert.Equal(new GeneralMemoryPackFormat<PackedTree>().Name, format.Name);
        foreach (var item in new[] { new PackedTree(1, "a", null, [1, 2], []), new PackedTree(-1, new string('é', 5000), new PackedTree(2, "", null, [], []), [], new() { ["x"] = new PackedPoint(1, 2) }) })
        {
            var written = new ArrayBufferWriter<byte>();
            format.Write(written, item);
            Assert.Equal(MemoryPackSerializer.Serialize(item), written.WrittenSpan.ToArray());
            Assert.Equal(MemoryPackSerializer.Serialize(format.Read(written.WrittenSpan)), written.WrittenSpan.ToArray());
        }
    }

    [Fact]
    public void Item_ThatIsNull_ComesBackAsNull()
    {
        var written = new ArrayBufferWriter<byte>();
        ItemFormats.MemoryPack<PackedTree>().Write(written, null!);
        Assert.Null(ItemFormats.MemoryPack<PackedTree>().Read(written.WrittenSpan));
    }

    [Fact]
    public void Bytes_CutOrWithMoreBehind_AreRefused()
    {
        var format = ItemFormats.MemoryPack<PackedTree>();
        var bytes = MemoryPackSerializer.Serialize(new PackedTree(1, "text", null, [1, 2, 3], []));
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            Assert.ThrowsAny<Exception>(() => format.Read(cut));
        }
        Assert.Throws<ChannelProtocolException>(() => format.Read([.. bytes, 0]));
    }

    [Fact]
    public void Types_WhoseObjectsMayReferToEachOther_GoTheGeneralWay()
    {
        Assert.IsType<GeneralMemoryPackFormat<PackedRing>>(ItemFormats.MemoryPack<PackedRing>());
        Assert.IsType<GeneralMemoryPackFormat<HoldsPackedRings>>(ItemFormats.MemoryPack<HoldsPackedRings>());
        Assert.IsType<GeneralMemoryPackFormat<HoldsPackedUnion>>(ItemFormats.MemoryPack<HoldsPackedUnion>());
        Assert.IsType<GeneralMemoryPackFormat<IPackedShape>>(ItemFormats.MemoryPack<IPackedShape>());
        Assert.IsType<GeneralMemoryPackFormat<string>>(ItemFormats.MemoryPack<string>());
        var ring = new PackedRing { Id = 7 };
        ring.Next = ring;
        var written = new ArrayBufferWriter<byte>();
        ItemFormats.MemoryPack<PackedRing>().Write(written, ring);
        var read = ItemFormats.MemoryPack<PackedRing>().Read(written.WrittenSpan);
        Assert.Same(read, read.Next);
    }

    public static TheoryData<int, int> TextLengthsThatAreTooLong
    {
        get
        {
            var lengths = new TheoryData<int, int>();
            // Each of the four with what the second length leads to, rarely twice: the way to the exception is over two gibibytes of zeros.
            int[] utf16 = [int.MinValue, -1, 0, 1, 4, 1000, int.MaxValue];
            for (var i = 0; i < 8; i++)
                lengths.Add(int.MinValue + (i % 4), utf16[i % utf16.Length]);
            return lengths;
        }
    }

    [Theory]
    [MemberData(nameof(TextLengthsThatAreTooLong))]
    public void Text_OfALengthThatTakesTheProcessDown_IsRefused(int utf8, int utf16)
    {
        byte[] text = [.. BitConverter.GetBytes(utf8), .. BitConverter.GetBytes(utf16), .. "abcd"u8];
        Assert.ThrowsAny<Exception>(() => ItemFormats.MemoryPack<string>().Read(text));
        var item = MemoryPackSerializer.Serialize(new PackedQuote(1, "abcd", 2));
        var begin = item.AsSpan().IndexOf("abcd"u8) - 8;
        text.CopyTo(item, begin);
        Assert.ThrowsAny<Exception>(() => ItemFormats.MemoryPack<PackedQuote>().Read(item));
    }

    [Fact]
    public async Task Numbers_WhoseBytesLookLikeSuchALength_ComeBack()
    {
        await using var pair = await ChannelPair<PackedQuote>.OpenAsync("SharedMemory", new IpcChannelOptions<PackedQuote>());
        foreach (var item in new[] { new PackedQuote(int.MinValue, "é", -0.0), new PackedQuote(0x8000_0003L, "", double.MinValue), new PackedQuote(1L << 39, new string('x', 20_000), -0.0) })
        {
            await pair.Writer.WriteAsync(item);
            var read = await pair.Reader.ReadAsync();
            Assert.Equal(item, read);
            Assert.Equal(BitConverter.DoubleToInt64Bits(item.Price), BitConverter.DoubleToInt64Bits(read.Price));
        }
    }

    [Fact]
    public void Bytes_ChangedAtRandom_NeverEndTheProcess()
    {
        const int rounds = 30_000;
        var seed = Environment.TickCount;
        output.WriteLine($"seed={seed}");
        var random = new Random(seed);
        var format = ItemFormats.Default<PackedMixture>();
        var good = MemoryPackSerializer.Serialize(new PackedMixture("text", ["a", "bb"], [1, 2, 3], [new PackedPoint(1, 2)], new() { ["k"] = [1.5] }, new PackedQuote(3, "q", 4), new Uri("a://b")));
        int[] lengths = [int.MinValue, int.MinValue + 3, -2, -1, 0, 1, 4, 1 << 28, int.MaxValue - 3, int.MaxValue];
        var refused = 0;
        for (var round = 0; round < rounds; round++)
        {
            var bytes = good.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(bytes.Length);
                if (random.Next(2) == 0 && at <= bytes.Length - 4)
                    BitConverter.TryWriteBytes(bytes.AsSpan(at), lengths[random.Next(lengths.Length)]);
                else
                    bytes[at] = (byte)random.Next(256);
            }
            try
            {
                format.Read(random.Next(4) == 0 ? bytes.AsSpan(0, random.Next(bytes.Length)) : bytes);
            }
            catch (Exception)
            {
                refused++;
            }
        }
        Assert.InRange(refused, rounds / 10, rounds);
    }

    [Fact]
    public void Types_WhoseBytesMemoryPackBelieves_MustBeAskedFor()
    {
        Assert.Null(ItemFormats.TryDefault<PackedTree>());
        Assert.Null(ItemFormats.TryDefault<PackedRing>());
        Assert.Null(ItemFormats.TryDefault<HoldsPackedRings>());
        Assert.Null(ItemFormats.TryDefault<HoldsPackedUnion>());
        Assert.Null(ItemFormats.TryDefault<PackedVersions>());
        Assert.Null(ItemFormats.TryDefault<PackedBelief<System.Numerics.BigInteger>>());
        Assert.Null(ItemFormats.TryDefault<PackedBelief<Type>>());
        Assert.Null(ItemFormats.TryDefault<PackedBelief<int[,]>>());
        Assert.NotNull(ItemFormats.TryDefault<PackedBelief<int[][]>>());
        Assert.NotNull(ItemFormats.TryDefault<PackedMixture>());
        var error = Assert.Throws<ArgumentException>(() => ItemFormats.Default<PackedTree>());
        Assert.Contains("ItemFormats.Json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Item_OfLargeElements_IsNotLongerThanTheirProductMayBe()
    {
        var format = ItemFormats.MemoryPack<PackedBelief<PackedBlock[]>>();
        var bytes = new byte[(int.MaxValue / 1024) + 1];
        Assert.Throws<ChannelProtocolException>(() => format.Read(bytes));
        // 2^22 elements of 2^10 bytes: the product is 0 in 32 bits.
        byte[] overflows = [1, .. BitConverter.GetBytes(1 << 22), .. new byte[100]];
        Assert.ThrowsAny<Exception>(() => format.Read(overflows));
    }
}

[MemoryPackable]
internal sealed partial record PackedTree(long Id, string Text, PackedTree? Inner, List<int> Numbers, Dictionary<string, PackedPoint> Points);

internal readonly record struct PackedPoint(int X, int Y);

[MemoryPackable(GenerateType.CircularReference)]
internal sealed partial class PackedRing
{
    [MemoryPackOrder(0)]
    public int Id { get; set; }

    [MemoryPackOrder(1)]
    public PackedRing? Next { get; set; }
}

[MemoryPackable]
internal sealed partial record HoldsPackedRings(List<PackedRing[]> Rings);

[MemoryPackable]
internal sealed partial record HoldsPackedUnion(IPackedShape Shape);

[MemoryPackable]
[MemoryPackUnion(0, typeof(PackedCircle))]
internal partial interface IPackedShape;

[MemoryPackable]
internal sealed partial record PackedCircle(double Radius) : IPackedShape;

[MemoryPackable]
internal sealed partial record PackedQuote(long Id, string Text, double Price);

[MemoryPackable]
internal sealed partial record PackedMixture(string Text, List<string> Texts, int[] Numbers, PackedPoint[] Points, Dictionary<string, double[]> ByName, PackedQuote Quote, Uri Place);

[MemoryPackable(GenerateType.VersionTolerant)]
internal sealed partial class PackedVersions
{
    [MemoryPackOrder(0)]
    public int Id { get; set; }
}

[MemoryPackable]
internal sealed partial record PackedBelief<T>(T Value);

[System.Runtime.CompilerServices.InlineArray(1024)]
internal struct PackedBlock
{
    private byte _first;
}
