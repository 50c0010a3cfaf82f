using ActorIpc.Remoting.Lanes;
using Akka.Configuration;

namespace ActorIpc.Remoting.Cluster;

/// <summary>
/// What an Akka.Cluster program puts before Akka's defaults to have lanes, on top of a transport over links:
/// <c>ClusterLanesConfig.Default().WithFallback(config).WithFallback(SharedMemoryConfig.Default())</c>. The twin of <see cref="LanesConfig"/>.
/// </summary>
public static class ClusterLanesConfig
{
    /// <summary>The provider of references that writes into lanes; wins over an <c>akka.actor.provider = cluster</c> when it stands before it.</summary>
    public static Config Default() => ConfigurationFactory.ParseString(
        $"akka.actor.provider = \"{typeof(LaneClusterActorRefProvider)}, {typeof(LaneClusterActorRefProvider).Assembly.GetName().Name}\"");
}
