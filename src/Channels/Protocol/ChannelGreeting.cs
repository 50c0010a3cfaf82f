using System.Buffers.Binary;
using System.Text;
using ActorIpc.Links;

namespace ActorIpc.Channels.Protocol;

/// <summary>
/// What an end says of itself in the link's handshake.
/// <code>
///   u8 version | u8 role (1 writer, 2 reader) | 2B zero | i32 longest item | i64 incarnation | text identity | text type | text format
/// </code>
/// </summary>
internal sealed record ChannelGreeting(ChannelRole Role, int MaxItem, long Incarnation, string Identity, string TypeName, string Format)
{
    /// <summary>The version of the channel protocol: of this greeting and of the records.</summary>
    public const byte Version = 1;

    private const int Fixed = 16;

    public byte[] Encode()
    {
        var bytes = new List<byte> { Version, (byte)Role, 0, 0 };
        bytes.AddRange(BitConverter.GetBytes(MaxItem));
        bytes.AddRange(BitConverter.GetBytes(Incarnation));
        foreach (var text in new[] { Identity, TypeName, Format })
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            bytes.AddRange(BitConverter.GetBytes((ushort)utf8.Length));
            bytes.AddRange(utf8);
        }
        return [.. bytes];
    }

    /// <exception cref="ChannelProtocolException">It is no greeting, or one of another version.</exception>
    public static ChannelGreeting Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 1 || bytes[0] != Version)
            throw new ChannelProtocolException($"both ends must speak one version of the channel protocol: this={Version} peer={(bytes.IsEmpty ? "none" : bytes[0])}");
        if (bytes.Length < Fixed || bytes[1] is not ((byte)ChannelRole.Writer or (byte)ChannelRole.Reader))
            throw new ChannelProtocolException($"a greeting must say a role, 1 or 2: bytes={bytes.Length}");
        var rest = bytes[Fixed..];
        var greeting = new ChannelGreeting(
            (ChannelRole)bytes[1],
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            Text(ref rest, "identity"),
            Text(ref rest, "type"),
            Text(ref rest, "format"));
        return rest.IsEmpty ? greeting : throw new ChannelProtocolException($"a greeting must end with its last field: extra={rest.Length}");
    }

    /// <summary>Null, or why the two cannot have a channel.</summary>
    /// <param name="name">The channel.</param>
    /// <param name="mine">This end.</param>
    /// <param name="theirs">The other.</param>
    public static string? Difference(string name, ChannelGreeting mine, ChannelGreeting theirs) =>
        mine.Role != theirs.Role && mine.TypeName == theirs.TypeName && mine.Format == theirs.Format && mine.MaxItem == theirs.MaxItem
            ? null
            : $"the two ends of a channel must be a writer and a reader with one item type, one format and one longest item: channel={name} {mine} and {theirs}";

    public ChannelPeer Peer(LinkPeer link) => new(Identity, Incarnation, link.Instance, link.ProcessId);

    public override string ToString() => $"[{Identity}: role={Role} type={TypeName} format={Format} max-item={MaxItem}]";

    private static string Text(ref ReadOnlySpan<byte> rest, string field)
    {
        if (rest.Length < 2 || BinaryPrimitives.ReadUInt16LittleEndian(rest) is var length && length > rest.Length - 2)
            throw new ChannelProtocolException($"a greeting must hold all of its fields: field={field}");
        var text = Encoding.UTF8.GetString(rest.Slice(2, length));
        rest = rest[(2 + length)..];
        return text;
    }
}
