using MemoryPack;

namespace ActorIpc.Messages.Control;

/// <summary>A process presents itself to its host; sent until an <see cref="Adopt"/> or a <see cref="Refused"/> comes.</summary>
/// <param name="Cookie">The one-time secret of the launch line.</param>
/// <param name="Pid">The process id.</param>
/// <param name="StartStamp">Field 22 of <c>/proc/PID/stat</c> in raw clock ticks: with the pid and the boot id it names a process for good. 0 where there is no procfs.</param>
/// <param name="Address">The address of the node's actor system, <c>akka.tcp://system@host:port</c> or <c>akka.shm://...</c>.</param>
/// <param name="SystemUid">The UID of the node's actor system, which tells two systems at one address apart.</param>
/// <param name="ProtocolVersion">The node's <see cref="ControlProtocol.Version"/>.</param>
/// <param name="ContractHash">One hash over all parts of the contract: nodes in which it is equal speak the same.</param>
/// <param name="Contract">The protocols the node speaks, those of host and node apart, whose version is <paramref name="ProtocolVersion"/>.</param>
[MemoryPackable]
public sealed partial record Hello(
    string Cookie, int Pid, long StartStamp, string Address, long SystemUid, int ProtocolVersion, string ContractHash, ContractPart[] Contract)
    : IMessage<IHostControl>;

/// <summary>The host gives a process its identity. The user's code runs after it.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Spec">The name of the child spec it comes from; differs from <paramref name="Name"/> when the spec has several instances.</param>
/// <param name="Incarnation">The node's life: 1, 2, 3 ... and never the same twice.</param>
/// <param name="Directory">Who else is there.</param>
[MemoryPackable]
public sealed partial record Adopt([property: MemoryPackAllowSerialize] NodeName Name, string Spec, int Incarnation, DirectoryChanged Directory) : IMessage<INodeControl>;

/// <summary>The host refuses a process, which then ends with <see cref="NodeExitCode.HandshakeFailed"/> or <see cref="NodeExitCode.ContractMismatch"/>.</summary>
/// <param name="Reason">Why, for a person to read.</param>
/// <param name="IsContractMismatch">Whether its messages are not those of the host or of the other nodes.</param>
[MemoryPackable]
public sealed partial record Refused(string Reason, bool IsContractMismatch) : IMessage<INodeControl>;

/// <summary>The node's actors are there and can serve.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Incarnation">The life that is ready.</param>
[MemoryPackable]
public sealed partial record Ready([property: MemoryPackAllowSerialize] NodeName Name, int Incarnation) : IMessage<IHostControl>;
