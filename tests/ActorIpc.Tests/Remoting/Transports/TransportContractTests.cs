using ActorIpc.Remoting.Transports;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Remoting.Transports;

/// <summary>Akka's own transport over TCP: the reference.</summary>
public sealed class TcpTransportContractTests(ITestOutputHelper output) : TransportContract(output)
{
    protected override string Scheme => "tcp";

    /// <summary>Its limit is that of a frame, length included.</summary>
    protected override int FrameOverhead => 4;

    protected override Transport Create(ExtendedActorSystem system) => MakeTcp(system);

    /// <summary>Makes one as Akka.Remote does: the type is not public.</summary>
    internal static Transport MakeTcp(ExtendedActorSystem system)
    {
        var section = system.Settings.Config.GetConfig("akka.remote.dot-netty.tcp");
        var type = Type.GetType(section.GetString("transport-class"), throwOnError: true)!;
        return (Transport)Activator.CreateInstance(type, system, section)!;
    }
}

/// <summary>Shared memory without TCP.</summary>
public sealed class SharedMemoryTransportContractTests(ITestOutputHelper output) : TransportContract(output)
{
    protected override string Scheme => SharedMemoryTransport.Scheme;

    protected override Transport Create(ExtendedActorSystem system) => new SharedMemoryTransport(system, Config.Empty);
}

/// <summary>TCP addresses over shared memory.</summary>
public sealed class LocalityTransportContractTests(ITestOutputHelper output) : TransportContract(output)
{
    protected override string Scheme => "tcp";

    protected override Transport Create(ExtendedActorSystem system) =>
        new LocalityAdapterProvider().Create(TcpTransportContractTests.MakeTcp(system), system);
}
