using ActorIpc.Messages;
using ActorIpc.Nodes.Directories;
using Akka.Actor;
using Akka.Actor.Internal;

namespace ActorIpc.Nodes;

/// <summary>Sending through a <see cref="NodeRef{TProtocol}"/>: checked by the compiler, resolved to the node's current incarnation at each call.</summary>
public static class NodeRefExtensions
{
    /// <summary>Sends a message, at most once as Akka does; while the node cannot be reached it becomes a dead letter.</summary>
    /// <typeparam name="TProtocol">The protocol; only its messages compile.</typeparam>
    /// <param name="node">The node to send to.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Whom the receiver sees as its sender; the current actor when null.</param>
    /// <exception cref="InvalidOperationException">Called outside an actor in a process that is no node.</exception>
    public static void Tell<TProtocol>(this NodeRef<TProtocol> node, IMessage<TProtocol> message, IActorRef? sender = null)
        where TProtocol : IProtocol =>
        Resolve(node).Tell(message, sender ?? ActorCell.GetCurrentSelfOrNoSender());

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <typeparam name="TProtocol">The protocol; only its requests compile.</typeparam>
    /// <typeparam name="TReply">The type of the answer, inferred from the request.</typeparam>
    /// <param name="node">The node to ask.</param>
    /// <param name="request">The request.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellation">Ends the waiting early.</param>
    /// <exception cref="AskTimeoutException">No answer came in time; also when the node could not be reached.</exception>
    /// <exception cref="InvalidOperationException">Called outside an actor in a process that is no node.</exception>
    public static Task<TReply> Ask<TProtocol, TReply>(
        this NodeRef<TProtocol> node, IRequest<TProtocol, TReply> request, TimeSpan timeout, CancellationToken cancellation = default)
        where TProtocol : IProtocol =>
        Resolve(node).Ask<TReply>(request, timeout, cancellation);

    private static IActorRef Resolve<TProtocol>(NodeRef<TProtocol> node)
        where TProtocol : IProtocol
    {
        var system = InternalCurrentActorCellKeeper.Current?.System ?? NodeProgram.Current?.System
            ?? throw new InvalidOperationException($"a NodeRef can be used inside an actor or in a node's process only: ref={node}");
        return NodeDirectory.Get(system).Resolve<TProtocol>(node.Node);
    }
}
