using System.Text.Json.Serialization;
using ActorIpc.Messages;

namespace ActorIpc.Benchmarking.Channels;

/// <summary>The item of Hyperion and JSON: <see cref="ChannelItem"/> without the attribute that would choose MemoryPack.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Price">A fraction.</param>
/// <param name="Text">A text, which makes it as long as it is to be.</param>
/// <param name="At">When, in milliseconds.</param>
internal sealed record PlainItem(long Id, double Price, string Text, long At) : IMessage<IItemProtocol>
{
    /// <summary>The item of a number.</summary>
    /// <param name="id">The number.</param>
    /// <param name="text">Its text.</param>
    public static PlainItem Of(long id, string text) => new(id, 21.5 + id, text, 1_700_000_000_000 + id);
}

/// <summary>Names the item for the allow-list.</summary>
internal interface IItemProtocol : IProtocol;

/// <summary>The generated reader and writer of <see cref="PlainItem"/>.</summary>
[JsonSerializable(typeof(PlainItem))]
internal sealed partial class PlainItemJson : JsonSerializerContext;
