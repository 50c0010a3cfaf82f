namespace ActorIpc.Links;

/// <summary>What a connector asks of a listener.</summary>
/// <param name="Purpose">Whom the link is for.</param>
/// <param name="To">The full address it means to reach; the listener has checked that it is its own.</param>
/// <param name="Peer">Who asks.</param>
public sealed record LinkHello(LinkPurpose Purpose, string To, LinkPeer Peer);
