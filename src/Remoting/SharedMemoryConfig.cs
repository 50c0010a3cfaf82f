using Akka.Configuration;

namespace ActorIpc.Remoting;

/// <summary>
/// What an Akka.Remote or Akka.Cluster program puts before Akka's defaults to talk through shared memory with the processes of its machine:
/// <c>config.WithFallback(SharedMemoryConfig.Default())</c>.
/// </summary>
public static class SharedMemoryConfig
{
    /// <summary>The key that chooses how host and nodes reach each other.</summary>
    public const string TransportKey = "actoripc.transport";

    private static readonly Lazy<Config> Locality = new(() => RemotingConfig.FromResource("locality.conf"));
    private static readonly Lazy<Config> Pure = new(() => RemotingConfig.FromResource("shared-memory.conf"));

    /// <summary>Addresses stay <c>akka.tcp://...</c> and other machines are reached as before; processes of this machine and user that have the same
    /// configuration are reached through shared memory.</summary>
    public static Config Default() => Locality.Value.WithFallback(RemotingConfig.Reference());

    /// <summary>Shared memory alone: addresses are <c>akka.shm://...</c>, no TCP port is opened, and only processes of this machine and user are reached.</summary>
    public static Config WithoutTcp() => Pure.Value.WithFallback(RemotingConfig.Reference());

    /// <summary>What <c>actoripc.transport</c> asks for.</summary>
    /// <param name="config">A whole configuration.</param>
    /// <exception cref="ConfigurationException">It is none of <c>auto</c>, <c>shm</c>, <c>tcp</c>.</exception>
    public static Config Of(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.WithFallback(RemotingConfig.Reference()).GetString(TransportKey) switch
        {
            "auto" => Default(),
            "shm" => WithoutTcp(),
            "tcp" => RemotingConfig.Reference(),
            var other => throw new ConfigurationException($"a transport is auto, shm or tcp: value={other}"),
        };
    }
}
