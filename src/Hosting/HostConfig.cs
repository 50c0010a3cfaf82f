using ActorIpc.Hosting.Topologies;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Configuration;

namespace ActorIpc.Hosting;

/// <summary>The configuration of the host's own actor system.</summary>
internal static class HostConfig
{
    /// <summary>Builds it.</summary>
    /// <param name="topology">What the host runs; its <c>akka</c> section holds for the host too.</param>
    public static Config Build(Topology topology)
    {
        using var stream = typeof(HostConfig).Assembly.GetManifestResourceStream("host.conf")
            ?? throw new InvalidOperationException("the resource host.conf is missing from ActorIpc.Hosting");
        using var reader = new StreamReader(stream);
        // A node that hosts an actor may come at any time, and the actor may know no protocols.
        var own = RemotingConfig.AllowPlainValues(ConfigurationFactory.ParseString($"{topology.Hocon}\n{topology.Overrides}"));
        return own
            .WithFallback(LanesConfig.Of(own))
            .WithFallback(ConfigurationFactory.ParseString(reader.ReadToEnd()))
            .WithFallback(RemotingConfig.Serialization())
            .WithFallback(RemotingConfig.Scheduler())
            .WithFallback(SharedMemoryConfig.Of(own));
    }
}
