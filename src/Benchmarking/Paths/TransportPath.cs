using ActorIpc.Remoting;
using Akka.Configuration;

namespace ActorIpc.Benchmarking.Paths;

/// <summary>Akka.Remote over the transport plug-in.</summary>
internal sealed class TransportPath : ActorPath
{
    /// <inheritdoc/>
    public override string Name => "transport";

    /// <inheritdoc/>
    public override string Definition =>
        "Akka.Remote over ActorIpc's shared-memory transport (akka.shm://) between two processes, with its defaults: no TCP at all, the rest of Akka.Remote as on tcp.";

    /// <inheritdoc/>
    protected override Config ConfigIn(string folder) => ConfigurationFactory
        .ParseString($"""
            akka.actor.provider = remote
            actoripc.links.runtime-directory = "{folder}"
            """)
        .WithFallback(SharedMemoryConfig.WithoutTcp());
}
