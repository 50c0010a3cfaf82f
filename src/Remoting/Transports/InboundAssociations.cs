using ActorIpc.Links;
using Akka.Actor;
using Akka.Remote.Transport;

namespace ActorIpc.Remoting.Transports;

/// <summary>Makes associations of the links that come in, and holds them until Akka has given a listener for them.</summary>
/// <param name="associations">The transport's associations.</param>
/// <param name="local">This side's address, of the transport's scheme.</param>
/// <param name="maximumPayload">The longest payload, in bytes.</param>
/// <param name="listener">Akka's listener, when there is one.</param>
internal sealed class InboundAssociations(LinkAssociations associations, Address local, long maximumPayload, Task<IAssociationEventListener> listener) : ILinkAcceptor
{
    /// <inheritdoc/>
    public LinkDecision Decide(LinkHello hello) => LinkAddress.TryParse(hello.Peer.Address, local.Protocol, out _)
        ? LinkDecision.Accept(tuning: LinkAssociations.Tuning(maximumPayload))
        : LinkAddress.Refusal(hello.Peer.Address, local.Protocol);

    /// <inheritdoc/>
    public void OnLink(Link link)
    {
        LinkAddress.TryParse(link.Peer.Address, local.Protocol, out var remote); // Decide has taken it.
        if (associations.Add(local, remote!, link) is not { } association)
            return;
        listener.ContinueWith(
            registered => registered.Result.Notify(new InboundAssociation(association)), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }
}
