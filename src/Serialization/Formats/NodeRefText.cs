using ActorIpc.Messages;

namespace ActorIpc.Serialization.Formats;

/// <summary>A reference to a node as one text: the node's name, and behind a slash the delivery when it is not the default one. Empty is the default, which names no node.</summary>
internal static class NodeRefText
{
    private const char Separator = '/';

    /// <summary>The text of a reference.</summary>
    public static string Of<TProtocol>(NodeRef<TProtocol> node)
        where TProtocol : IProtocol => node.Delivery == default ? node.Node.Value : $"{node.Node}{Separator}{node.Delivery}";

    /// <summary>Reads the text of a reference.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static NodeRef<TProtocol> Read<TProtocol>(string text)
        where TProtocol : IProtocol
    {
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        var delivery = default(Delivery);
        if (end >= 0 && !Delivery.TryParse(text.AsSpan(end + 1), out delivery))
            throw new FormatException($"a reference to a node is a name, or a name and a delivery such as buffer(1000): ref={text}");
        var name = end < 0 ? text : text[..end];
        return new NodeRef<TProtocol>(name.Length == 0 ? default : new NodeName(name), delivery);
    }
}
