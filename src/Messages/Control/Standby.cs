using MemoryPack;

namespace ActorIpc.Messages.Control;

/// <summary>
/// The host's answer to the <see cref="Hello"/> of a process that is to be a warm standby: it has no name yet and waits for an <see cref="Adopt"/>, whenever that comes.
/// </summary>
/// <param name="Number">Which of the host's standbys it is.</param>
[MemoryPackable]
public sealed partial record StandBy(long Number) : IMessage<INodeControl>;

/// <summary>A standby has warmed up and can take over a life; told once, and again with each <see cref="StandbyPong"/>.</summary>
/// <param name="Number">Which of the host's standbys it is.</param>
[MemoryPackable]
public sealed partial record StandingBy(long Number) : IMessage<IHostControl>;

/// <summary>A standby's answer to a <see cref="Ping"/>: it has no name with which it could send a <see cref="Pong"/>.</summary>
/// <param name="Number">Which of the host's standbys it is.</param>
/// <param name="Sequence">The ping's number.</param>
/// <param name="IsDebugged">True while a managed debugger is attached.</param>
/// <param name="IsWarm">True once it can take over.</param>
[MemoryPackable]
public sealed partial record StandbyPong(long Number, long Sequence, bool IsDebugged, bool IsWarm) : IMessage<IHostControl>;

/// <summary>A standby has its name; said before the user's code runs, so that the host knows from here on that what happens is the node's doing.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Incarnation">The life it has taken over.</param>
[MemoryPackable]
public sealed partial record TookOver([property: MemoryPackAllowSerialize] NodeName Name, int Incarnation) : IMessage<IHostControl>;
