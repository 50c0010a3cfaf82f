namespace ActorIpc.Links;

/// <summary>There is no link, or no listener, for a reason a caller can act on.</summary>
/// <param name="failure">The kind of reason.</param>
/// <param name="message">The sentence: what was expected and what came.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class LinkException(LinkFailure failure, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The kind of reason.</summary>
    public LinkFailure Failure { get; } = failure;
}
