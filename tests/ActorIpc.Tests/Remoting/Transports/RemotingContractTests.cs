using ActorIpc.Links;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Configuration;

namespace ActorIpc.Tests.Remoting.Transports;

/// <summary>Akka.Remote over its own TCP: the reference.</summary>
public sealed class TcpRemotingContractTests() : RemotingContract(RemotingConfig.Reference(), new TempFolder())
{
    protected override LinkMedium? Medium => null;
}

/// <summary>Akka.Remote over shared memory without TCP.</summary>
public sealed class SharedMemoryRemotingContractTests() : RemotingContract(SharedMemoryConfig.WithoutTcp(), new TempFolder())
{
    protected override LinkMedium? Medium => LinkMedium.SharedMemory;
}

/// <summary>Akka.Remote over TCP addresses and shared memory.</summary>
public sealed class LocalityRemotingContractTests() : RemotingContract(SharedMemoryConfig.Default(), new TempFolder())
{
    protected override LinkMedium? Medium => LinkMedium.SharedMemory;
}

/// <summary>The same where no shared memory can be had.</summary>
public sealed class UnixSocketRemotingContractTests() : RemotingContract(
    ConfigurationFactory.ParseString("actoripc.links.media = [unix-socket]").WithFallback(SharedMemoryConfig.WithoutTcp()), new TempFolder())
{
    protected override LinkMedium? Medium => LinkMedium.UnixSocket;
}

/// <summary>Lanes over shared memory without TCP.</summary>
public sealed class LaneRemotingContractTests() : RemotingContract(LanesConfig.Default().WithFallback(SharedMemoryConfig.WithoutTcp()), new TempFolder())
{
    protected override LinkMedium? Medium => LinkMedium.SharedMemory;
}

/// <summary>Lanes over shared memory, with TCP addresses.</summary>
public sealed class LaneLocalityRemotingContractTests() : RemotingContract(LanesConfig.Default().WithFallback(SharedMemoryConfig.Default()), new TempFolder())
{
    protected override LinkMedium? Medium => LinkMedium.SharedMemory;
}
