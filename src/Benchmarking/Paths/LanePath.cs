using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Configuration;

namespace ActorIpc.Benchmarking.Paths;

/// <summary>Akka.Remote with lanes.</summary>
internal sealed class LanePath : ActorPath
{
    /// <inheritdoc/>
    public override string Name => "lane";

    /// <inheritdoc/>
    public override string Definition =>
        "Akka.Remote with ActorIpc's lanes over its shared-memory transport between two processes, with their defaults: messages go past Akka.Remote's pipeline.";

    /// <inheritdoc/>
    protected override Config ConfigIn(string folder) => ConfigurationFactory
        .ParseString($"""
            actoripc.links.runtime-directory = "{folder}"
            """)
        .WithFallback(LanesConfig.Default())
        .WithFallback(SharedMemoryConfig.WithoutTcp());
}
