using ActorIpc.Messages;
using ActorIpc.Nodes.Handlers;
using Akka.Actor;

namespace ActorIpc.Nodes;

/// <summary>
/// An actor that serves a protocol. For each message it has a method <c>Handle</c> with one parameter: <c>void Handle(Publish message)</c>, or <c>Task</c> for an asynchronous one;
/// for a request one that returns the reply, <c>Quote Handle(GetQuote request)</c> or <c>Task&lt;Quote&gt; Handle(GetQuote request)</c>. Of several that fit the one whose parameter is
/// nearest to the message's type gets it, the most derived one first; methods of base classes count. Other messages (<c>NodeUp</c>, timers) have handlers in the same way.
/// <para>Asynchronous handlers run as Akka's <c>ReceiveAsync</c>: the next message waits until they have completed. A handler that fails tells the sender of a request, and then its
/// supervisor. A message without handler is an error of the compiler where ActorIpc.Analyzers is referenced, and of the actor's start where it is not.</para>
/// </summary>
/// <typeparam name="TProtocol">The protocol.</typeparam>
/// <example><code>sealed class PricingActor : ProtocolActor&lt;IPricing&gt; { Quote Handle(GetQuote request) => new(request.Symbol, 412.50m); }</code></example>
public abstract class ProtocolActor<TProtocol> : UntypedActor
    where TProtocol : IProtocol
{
    private readonly HandlerTable _handlers;

    /// <summary>Makes the actor.</summary>
    /// <exception cref="IncompleteProtocolException">A message of the protocol has no handler, or a request is not answered.</exception>
    protected ProtocolActor() => _handlers = HandlerTable.For(GetType(), typeof(TProtocol));

    /// <inheritdoc/>
    protected sealed override void OnReceive(object message)
    {
        if (_handlers.Find(message.GetType()) is { } handler)
            handler.Invoke(this, message, Sender, Self);
        else
            Unhandled(message);
    }
}
