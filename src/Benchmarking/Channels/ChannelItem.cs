using MemoryPack;

namespace ActorIpc.Benchmarking.Channels;

/// <summary>The item of MemoryPack: what uds-json sends, and two prices and a volume more, so that it has as many bytes.</summary>
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
}
