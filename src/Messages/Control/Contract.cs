using MemoryPack;

namespace ActorIpc.Messages.Control;

/// <summary>
/// What the messages of one protocol in one assembly look like: the unit in which nodes compare what they speak. Nodes that both know a part must know the same.
/// </summary>
/// <param name="Protocol">The full name of the protocol and the assembly that declares it: <c>Shop.IPricing, Shop.Messages</c>.</param>
/// <param name="Assembly">The assembly that declares the messages.</param>
/// <param name="Hash">The first 128 bits of the SHA-256 of the whole description in UTF-8, in lower-case hexadecimal digits.</param>
/// <param name="Text">The description (docs/messages.md), from its beginning as far as it fits; complete unless it ends with <see cref="CutMark"/>.</param>
[MemoryPackable]
public sealed partial record ContractPart(string Protocol, string Assembly, string Hash, string Text)
{
    /// <summary>The most characters that the descriptions of one node may have together in a handshake; what is more is compared by its hash only.</summary>
    public const int MaximumTextLength = 256 * 1024;

    /// <summary>The last line of a description that was cut.</summary>
    public const string CutMark = "...\n";

    /// <summary>Whether the description was too long to travel as a whole.</summary>
    public bool IsCut => Text.EndsWith(CutMark, StringComparison.Ordinal);
}
