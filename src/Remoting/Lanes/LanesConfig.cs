using Akka.Configuration;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// What an Akka.Remote program puts before Akka's defaults to have lanes, on top of a transport over links:
/// <c>LanesConfig.Default().WithFallback(config).WithFallback(SharedMemoryConfig.Default())</c>.
/// </summary>
public static class LanesConfig
{
    /// <summary>The provider of references that writes into lanes; wins over an <c>akka.actor.provider = remote</c> when it stands before it.</summary>
    public static Config Default() => ConfigurationFactory.ParseString(
        $"akka.actor.provider = \"{typeof(LaneActorRefProvider)}, {typeof(LaneActorRefProvider).Assembly.GetName().Name}\"");

    /// <summary>Reports what is wrong with <c>actoripc.lanes</c>.</summary>
    /// <param name="config">A whole configuration.</param>
    /// <param name="problems">Where problems go, each with its path.</param>
    public static void Check(Config config, ICollection<(string Path, string Problem)> problems)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(problems);
        LaneSettings.Read(config, problems);
    }

    /// <summary>What <c>actoripc.lanes.enabled</c> asks for; lanes need links, so not with <c>actoripc.transport = tcp</c>.</summary>
    /// <param name="config">A whole configuration.</param>
    /// <exception cref="ConfigurationException">A value is not valid.</exception>
    public static Config Of(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var whole = config.WithFallback(RemotingConfig.Reference());
        return whole.GetBoolean("actoripc.lanes.enabled") && whole.GetString(SharedMemoryConfig.TransportKey) != "tcp" ? Default() : Config.Empty;
    }
}
