namespace ActorIpc.Messages;

/// <summary>
/// Marker of a protocol: an interface deriving from it names the set of messages one actor accepts.
/// Only messages of a protocol, their replies and the types of their members may travel between processes.
/// </summary>
/// <example><code>public interface IPricing : IProtocol;</code></example>
public interface IProtocol;

/// <summary>A message that an actor speaking <typeparamref name="TProtocol"/> accepts. Messages are immutable <c>sealed record</c>s.</summary>
/// <typeparam name="TProtocol">The protocol the message belongs to.</typeparam>
public interface IMessage<TProtocol>
    where TProtocol : IProtocol;

/// <summary>A message that is answered with exactly one <typeparamref name="TReply"/>.</summary>
/// <typeparam name="TProtocol">The protocol the request belongs to.</typeparam>
/// <typeparam name="TReply">The type of the answer; it may travel because this request names it.</typeparam>
public interface IRequest<TProtocol, TReply> : IMessage<TProtocol>
    where TProtocol : IProtocol;
