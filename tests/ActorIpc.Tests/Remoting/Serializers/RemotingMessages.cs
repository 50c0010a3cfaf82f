using ActorIpc.Messages;
using Akka.Actor;
using MemoryPack;

namespace ActorIpc.Tests.Remoting.Serializers;

public interface ITalk : IProtocol;

public sealed record Say(string Text, IReadOnlyList<int> Numbers) : IMessage<ITalk>;

public sealed record Introduce(IActorRef Friend, IActorRef? Nobody, Address Address, ActorPath Path, IReadOnlyList<IActorRef> Others) : IRequest<ITalk, Introduced>;

public sealed record Introduced(IActorRef Friend);

public sealed record Fail(int Kind) : IRequest<ITalk, Introduced>;

public sealed record NotAMessage(string Text);

[MemoryPackable]
public sealed partial record PackedSay(
    string Text, [property: MemoryPackAllowSerialize] IActorRef Friend, [property: MemoryPackAllowSerialize] IActorRef? Nobody, [property: MemoryPackAllowSerialize] Address Address)
    : IMessage<ITalk>;

[TravelsAs(MessageFormat.Json)]
public interface IReadableTalk : IProtocol;

public sealed record ReadableSay(string Text, IActorRef Friend, IActorRef? Nobody, Address Address) : IMessage<IReadableTalk>;

public sealed record AskStruct : IRequest<ITalk, Google.Protobuf.WellKnownTypes.Struct>;

/// <summary>What a peer with other sources sends: the same name, other bytes.</summary>
[MemoryPackable]
public sealed partial record PackedStrange(string Text, int Number) : IMessage<ITalk>;
