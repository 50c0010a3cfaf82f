namespace ActorIpc.Links;

/// <summary>Decides about the links that come in for one purpose. Called on threads that carry one handshake each; may be called at once from several.</summary>
public interface ILinkAcceptor
{
    /// <summary>Decides about a HELLO, before any memory is spent. Must answer well within <see cref="LinkOptions.HandshakeTimeout"/>.</summary>
    /// <param name="hello">Who asks for what.</param>
    LinkDecision Decide(LinkHello hello);

    /// <summary>Takes a link whose handshake is complete. Nothing is delivered before <see cref="Link.Start"/>, which may come later; until then the
    /// peer's records wait in the ring and the peer's spill.</summary>
    /// <param name="link">The link, owned by the acceptor from here on.</param>
    void OnLink(Link link);
}
