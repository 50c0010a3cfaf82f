namespace ActorIpc.Links;

/// <summary>Why a link ended.</summary>
/// <param name="Kind">The kind of end.</param>
/// <param name="Detail">One sentence for a log: what was expected and what came, when there is something to say; else empty.</param>
public sealed record LinkEnd(LinkEndKind Kind, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => Detail.Length == 0 ? Kind.ToString() : $"{Kind}: {Detail}";
}
