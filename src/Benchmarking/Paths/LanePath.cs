using ActorIpc.Benchmarking.Actors;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
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
    protected override Config ConfigIn(string folder) => ConfigOf(folder);

    /// <summary>A system with lanes as this path's are, under a name of its own.</summary>
    /// <param name="folder">The private folder of the run.</param>
    /// <param name="name">The system's name.</param>
    public static ActorSystem SystemIn(string folder, string name) => ActorSystem.Create(name, ConfigOf(folder).WithFallback(BenchmarkConfig.Common()));

    private static Config ConfigOf(string folder) => ConfigurationFactory
        .ParseString($"""
            actoripc.links.runtime-directory = "{folder}"
            """)
        .WithFallback(LanesConfig.Default())
        .WithFallback(SharedMemoryConfig.WithoutTcp());
}
