using System.Text.Json.Serialization;
using ActorIpc.Channels;
using ActorIpc.Channels.Formats;
using ActorIpc.Serialization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MemoryPack;

namespace ActorIpc.Tests.Channels;

/// <summary>Every format over a channel, with small and large items.</summary>
public sealed class ItemFormatTests
{
    private static readonly TimeSpan Patience = ChannelPair<Tick>.Patience;

    public static TheoryData<int> Sizes => [0, 10, 1000, 16_000, 17_000, 100_000, 900_000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public Task MemoryPack_OfItems_BringsThemBack(int size) => RoundTrip(null, i => new Packed(i, Text(size, i)));

    [Theory]
    [MemberData(nameof(Sizes))]
    public Task Json_OfItems_BringsThemBack(int size) => RoundTrip(ItemFormats.Json(PlainJson.Default.Plain), i => new Plain(i, Text(size, i)));

    [Theory]
    [MemberData(nameof(Sizes))]
    public Task Hyperion_OfItems_BringsThemBack(int size) =>
        RoundTrip(ItemFormats.Hyperion<Plain>(AllowList.FromAssemblies([], [typeof(Plain)])), i => new Plain(i, Text(size, i)));

    [Theory]
    [MemberData(nameof(Sizes))]
    public Task Protobuf_OfItems_BringsThemBack(int size) => RoundTrip(null, i => new Any { TypeUrl = Text(size, i), Value = ByteString.CopyFromUtf8($"{i}") });

    [Theory]
    [MemberData(nameof(Sizes))]
    public Task Text_AsAnItem_ComesBack(int size) => RoundTrip(null, i => Text(size, i));

    [Fact]
    public Task Raw_OfALargeStruct_ComesBack() => RoundTrip(ItemFormats.Raw<Large>(), i => new Large { Id = i, Between = default, Last = -i });

    [Fact]
    public async Task Item_LongerThanTheLimit_IsRefusedAndTheChannelGoesOn()
    {
        await using var pair = await ChannelPair<string>.OpenAsync("SharedMemory", new IpcChannelOptions<string> { MaxItem = 1000 });
        await pair.Writer.WriteAsync("before");
        Assert.Throws<ArgumentException>(() => pair.Writer.TryWrite(new string('x', 5000)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await pair.Writer.WriteAsync(new string('x', 1001)));
        await pair.Writer.WriteAsync("after");
        Assert.Equal("before", await pair.Reader.ReadAsync());
        Assert.Equal("after", await pair.Reader.ReadAsync());
    }

    [Fact]
    public void Type_WithoutAFormatOfItsOwn_IsToldWhatToDo()
    {
        var error = Assert.Throws<ArgumentException>(() => ItemFormats.Default<Plain>());
        Assert.Contains("ItemFormats.Json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_OfTypesWithOtherFields_Differ()
    {
        Assert.NotEqual(ItemFormats.Raw<One>().Name, ItemFormats.Raw<Other>().Name);
        Assert.Equal(ItemFormats.Raw<One>().Name, ItemFormats.Raw<One>().Name);
        Assert.Equal("System.Collections.Generic.List`1<System.Int32[]>", ItemShape.NameOf(typeof(List<int[]>)));
    }

    private static string Text(int size, long seed) => size == 0 ? "" : new string((char)('a' + (seed % 26)), size - 1) + "é";

    private static async Task RoundTrip<T>(ItemFormat<T>? format, Func<int, T> of)
    {
        const int count = 30;
        await using var pair = await ChannelPair<T>.OpenAsync("SharedMemory", new IpcChannelOptions<T> { Format = format });
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
                await pair.Writer.WriteAsync(of(i));
            pair.Writer.Complete();
        });
        using var deadline = new CancellationTokenSource(Patience);
        var next = 0;
        await foreach (var item in pair.Reader.ReadAllAsync(deadline.Token))
            Assert.Equal(of(next++), item);
        Assert.Equal(count, next);
        await writing;
    }

    /// <summary>An item of 20,008 bytes.</summary>
    private struct Large : IEquatable<Large>
    {
        public long Id;
        public Middle Between;
        public long Last;

        public readonly bool Equals(Large other) => Id == other.Id && Last == other.Last;

        [System.Runtime.CompilerServices.InlineArray(19_992)]
        public struct Middle
        {
            private byte _first;
        }
    }

    private readonly record struct One(int A, int B);

    private readonly record struct Other(int A, float B);
}

/// <summary>An item for MemoryPack.</summary>
[MemoryPackable]
internal sealed partial record Packed(long Id, string Text);

/// <summary>An item without a format of its own.</summary>
internal sealed record Plain(long Id, string Text) : ActorIpc.Messages.IMessage<IPlainProtocol>;

/// <summary>Names it for the allow-list.</summary>
internal interface IPlainProtocol : ActorIpc.Messages.IProtocol;

/// <summary>Writes it as JSON.</summary>
[JsonSerializable(typeof(Plain))]
internal sealed partial class PlainJson : JsonSerializerContext;
