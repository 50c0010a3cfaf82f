using ActorIpc.Links;

namespace ActorIpc.Tests.Links;

/// <summary>The contract over shared memory.</summary>
public sealed class SharedMemoryLinkTests() : LinkContract(LinkMedium.SharedMemory);

/// <summary>The contract over the Unix socket.</summary>
public sealed class UnixSocketLinkTests() : LinkContract(LinkMedium.UnixSocket);

/// <summary>The contract over TCP.</summary>
public sealed class TcpLinkTests() : LinkContract(LinkMedium.Tcp);
