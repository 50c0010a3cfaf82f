using System.Reflection;
using ActorIpc.Messages.Control;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using Akka.Configuration;

namespace ActorIpc.Nodes;

/// <summary>The configuration of a node's actor system: what the host sent, over what every node needs, over the documented defaults.</summary>
internal static class NodeConfig
{
    /// <summary>Builds it.</summary>
    /// <param name="launch">The launch line, whose HOCON wins over everything here.</param>
    /// <exception cref="ConfigurationException">The HOCON of the launch line is not valid, or <c>actoripc.transport</c> is unknown.</exception>
    public static Config Build(Launch launch)
    {
        var own = ConfigurationFactory.ParseString(launch.Hocon);
        if (launch.Actor is not null)
            own = RemotingConfig.AllowPlainValues(own);
        var config = own
            .WithFallback(LanesConfig.Of(own))
            .WithFallback(Defaults())
            .WithFallback(RemotingConfig.Serialization())
            .WithFallback(RemotingConfig.Scheduler())
            .WithFallback(SharedMemoryConfig.Of(own));
        return FreePort.Of(config, launch.UsedPorts).WithFallback(config);
    }

    private static Config Defaults()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("node.conf")
            ?? throw new InvalidOperationException("the resource node.conf is missing from ActorIpc.Nodes");
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
