using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorIpc.Benchmarking.Sockets;

/// <summary>An item of about 64 bytes as a line of JSON.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Price">A fraction.</param>
/// <param name="Symbol">A short text.</param>
/// <param name="At">When, in milliseconds.</param>
internal sealed record JsonItem(long Id, double Price, string Symbol, long At)
{
    /// <summary>The item of a number.</summary>
    /// <param name="id">The number.</param>
    public static JsonItem Of(long id) => new(id, 21.5 + id, "MSFT", 1_700_000_000_000 + id);

    /// <summary>The bytes of a typical one, its line end included.</summary>
    public static int TypicalBytes() => JsonSerializer.SerializeToUtf8Bytes(Of(1_000_000), JsonItemJson.Default.JsonItem).Length + 1;
}

/// <summary>The generated reader and writer of <see cref="JsonItem"/>.</summary>
[JsonSerializable(typeof(JsonItem))]
internal sealed partial class JsonItemJson : JsonSerializerContext;
