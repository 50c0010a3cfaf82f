using System.Buffers;
using ActorIpc.Channels;
using ActorIpc.Channels.Formats;
using MemoryPack;

namespace ActorIpc.Tests.Channels;

/// <summary>MemoryPack's generated code called directly, and the types for which it must not be.</summary>
public sealed class MemoryPackableFormatTests
{
    [Fact]
    public void Items_WrittenDirectly_AreTheBytesOfMemoryPack()
    {
        var format = Assert.IsType<MemoryPackableFormat<PackedTree>>(ItemFormats.MemoryPack<PackedTree>());
        Assert.Equal(new MemoryPackFormat<PackedTree>().Name, format.Name);
        foreach (var item in new[] { new PackedTree(1, "a", null, [1, 2], []), new PackedTree(-1, new string('é', 5000), new PackedTree(2, "", null, [], []), [], new() { ["x"] = new PackedPoint(1, 2) }) })
        {
            var output = new ArrayBufferWriter<byte>();
            format.Write(output, item);
            Assert.Equal(MemoryPackSerializer.Serialize(item), output.WrittenSpan.ToArray());
            Assert.Equal(MemoryPackSerializer.Serialize(format.Read(output.WrittenSpan)), output.WrittenSpan.ToArray());
        }
    }

    [Fact]
    public void Item_ThatIsNull_ComesBackAsNull()
    {
        var output = new ArrayBufferWriter<byte>();
        ItemFormats.MemoryPack<PackedTree>().Write(output, null!);
        Assert.Null(ItemFormats.MemoryPack<PackedTree>().Read(output.WrittenSpan));
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
        Assert.IsType<MemoryPackFormat<PackedRing>>(ItemFormats.MemoryPack<PackedRing>());
        Assert.IsType<MemoryPackFormat<HoldsPackedRings>>(ItemFormats.MemoryPack<HoldsPackedRings>());
        Assert.IsType<MemoryPackFormat<HoldsPackedUnion>>(ItemFormats.MemoryPack<HoldsPackedUnion>());
        Assert.IsType<MemoryPackFormat<IPackedShape>>(ItemFormats.MemoryPack<IPackedShape>());
        Assert.IsType<MemoryPackFormat<string>>(ItemFormats.MemoryPack<string>());
        var ring = new PackedRing { Id = 7 };
        ring.Next = ring;
        var output = new ArrayBufferWriter<byte>();
        ItemFormats.MemoryPack<PackedRing>().Write(output, ring);
        var read = ItemFormats.MemoryPack<PackedRing>().Read(output.WrittenSpan);
        Assert.Same(read, read.Next);
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
