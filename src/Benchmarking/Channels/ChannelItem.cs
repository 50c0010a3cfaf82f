using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryPack;

namespace ActorIpc.Benchmarking.Channels;

/// <summary>The item of MemoryPack, of 68 bytes; uds-json sends the same one as a line of JSON.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Price">A fraction.</param>
/// <param name="Text">A text, which makes it as long as it is to be.</param>
/// <param name="At">When, in milliseconds.</param>
/// <param name="Bid">A fraction.</param>
/// <param name="Ask">A fraction.</param>
/// <param name="Volume">A number.</param>
[MemoryPackable]
internal sealed partial record ChannelItem(long Id, double Price, string Text, long At, double Bid, double Ask, long Volume)
{
    /// <summary>The item of a number.</summary>
    /// <param name="id">The number.</param>
    /// <param name="text">Its text.</param>
    public static ChannelItem Of(long id, string text) => new(id, 21.5 + id, text, 1_700_000_000_000 + id, 21.4 + id, 21.6 + id, id & 0xFFFF);

    /// <summary>The text of an item that is as short as can be.</summary>
    public const string ShortText = "MSFT";

    /// <summary>The bytes of a typical one as JSON, its line end included.</summary>
    public static int TypicalJsonBytes() => JsonSerializer.SerializeToUtf8Bytes(Of(1_000_000, ShortText), ChannelItemJson.Default.ChannelItem).Length + 1;
}

/// <summary>The generated reader and writer of <see cref="ChannelItem"/>.</summary>
[JsonSerializable(typeof(ChannelItem))]
internal sealed partial class ChannelItemJson : JsonSerializerContext;
