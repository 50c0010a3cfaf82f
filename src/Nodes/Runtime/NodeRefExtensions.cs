using ActorIpc.Messages;
using ActorIpc.Nodes.Deliveries;
using ActorIpc.Nodes.Directories;
using Akka.Actor;
using Akka.Actor.Internal;

namespace ActorIpc.Nodes;

/// <summary>Sending through a <see cref="NodeRef{TProtocol}"/>: checked by the compiler, resolved to the node's current incarnation at each call.</summary>
public static class NodeRefExtensions
{
    /// <summary>Sends a message: at most once, unless the reference's <see cref="NodeRef{TProtocol}.Delivery"/> says otherwise; what cannot be kept is a dead letter.</summary>
    /// <typeparam name="TProtocol">The protocol; only its messages compile.</typeparam>
    /// <param name="node">The node to send to.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Whom the receiver sees as its sender; the current actor when null.</param>
    /// <exception cref="InvalidOperationException">Called outside an actor in a process that is no node.</exception>
    public static void Tell<TProtocol>(this NodeRef<TProtocol> node, IMessage<TProtocol> message, IActorRef? sender = null)
        where TProtocol : IProtocol =>
        (IsKept(node) ? Keeper(node) : Resolve(node)).Tell(message, sender ?? ActorCell.GetCurrentSelfOrNoSender());

    /// <summary>
    /// Sends a request and waits for its answer. With a <see cref="NodeRef{TProtocol}.Delivery"/> that keeps messages it waits for a node that is down, and asks its next
    /// incarnation again when one does not live to answer; a request can then be carried out more than once.
    /// </summary>
    /// <typeparam name="TProtocol">The protocol; only its requests compile.</typeparam>
    /// <typeparam name="TReply">The type of the answer, inferred from the request.</typeparam>
    /// <param name="node">The node to ask.</param>
    /// <param name="request">The request.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellation">Ends the waiting early.</param>
    /// <exception cref="AskTimeoutException">No answer came in time; also when the node could not be reached.</exception>
    /// <exception cref="DeliveryException">The node is down and its buffer is full.</exception>
    /// <exception cref="InvalidOperationException">Called outside an actor in a process that is no node.</exception>
    public static Task<TReply> Ask<TProtocol, TReply>(
        this NodeRef<TProtocol> node, IRequest<TProtocol, TReply> request, TimeSpan timeout, CancellationToken cancellation = default)
        where TProtocol : IProtocol =>
        IsKept(node) ? Keeper(node).AskAsync<TReply>(request, timeout, cancellation) : Resolve(node).Ask<TReply>(request, timeout, cancellation);

    /// <summary>What the reference's delivery mode has done so far in this process; all zero for <see cref="Delivery.DropToDeadLetters"/>.</summary>
    /// <typeparam name="TProtocol">The protocol.</typeparam>
    /// <param name="node">The reference.</param>
    /// <exception cref="InvalidOperationException">Called outside an actor in a process that is no node.</exception>
    public static DeliveryCounts DeliveryCounts<TProtocol>(this NodeRef<TProtocol> node)
        where TProtocol : IProtocol => IsKept(node) ? Keeper(node).Counts : default;

    private static bool IsKept<TProtocol>(NodeRef<TProtocol> node)
        where TProtocol : IProtocol => node.Delivery.Mode != DeliveryMode.DropToDeadLetters;

    private static IActorRef Resolve<TProtocol>(NodeRef<TProtocol> node)
        where TProtocol : IProtocol => DirectoryFor(node).Resolve<TProtocol>(node.Node);

    private static DeliveryRef Keeper<TProtocol>(NodeRef<TProtocol> node)
        where TProtocol : IProtocol => DirectoryFor(node).Resolve<TProtocol>(node.Node, node.Delivery);

    private static NodeDirectory DirectoryFor<TProtocol>(NodeRef<TProtocol> node)
        where TProtocol : IProtocol
    {
        var system = InternalCurrentActorCellKeeper.Current?.System ?? NodeProgram.Current?.System
            ?? throw new InvalidOperationException($"a NodeRef can be used inside an actor or in a node's process only: ref={node}");
        return NodeDirectory.Get(system);
    }
}
