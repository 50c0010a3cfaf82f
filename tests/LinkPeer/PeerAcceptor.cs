using ActorIpc.Links;

namespace ActorIpc.LinkPeer;

/// <summary>Takes every link and lets its traffic begin.</summary>
/// <param name="command">What the traffic is.</param>
internal sealed class PeerAcceptor(PeerCommand command) : ILinkAcceptor
{
    public LinkDecision Decide(LinkHello hello) => LinkDecision.Accept();

    public void OnLink(Link link) => PeerTraffic.Begin(link, command);
}
