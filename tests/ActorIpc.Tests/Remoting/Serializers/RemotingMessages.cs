using ActorIpc.Messages;
using Akka.Actor;

namespace ActorIpc.Tests.Remoting.Serializers;

public interface ITalk : IProtocol;

public sealed record Say(string Text, IReadOnlyList<int> Numbers) : IMessage<ITalk>;

public sealed record Introduce(IActorRef Friend, IActorRef? Nobody, Address Address, ActorPath Path, IReadOnlyList<IActorRef> Others) : IRequest<ITalk, Introduced>;

public sealed record Introduced(IActorRef Friend);

public sealed record Fail(int Kind) : IRequest<ITalk, Introduced>;

public sealed record NotAMessage(string Text);
