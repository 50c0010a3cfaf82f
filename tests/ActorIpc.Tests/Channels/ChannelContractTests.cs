using Xunit.Abstractions;

namespace ActorIpc.Tests.Channels;

/// <summary>The contract, held by the framework's own bounded channel: the reference.</summary>
public sealed class FrameworkChannelTests(ITestOutputHelper output) : ChannelContract("framework", output);

/// <summary>The contract over shared memory.</summary>
public sealed class SharedMemoryChannelTests(ITestOutputHelper output) : ChannelContract("SharedMemory", output);

/// <summary>The contract over the Unix socket.</summary>
public sealed class UnixSocketChannelTests(ITestOutputHelper output) : ChannelContract("UnixSocket", output);

/// <summary>The contract over TCP.</summary>
public sealed class TcpChannelTests(ITestOutputHelper output) : ChannelContract("Tcp", output);
