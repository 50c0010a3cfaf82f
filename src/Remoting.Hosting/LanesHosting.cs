using ActorIpc.Remoting.Cluster;
using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Hosting;

namespace ActorIpc.Remoting.Hosting;

/// <summary>Lanes by code for programs that use Akka.Hosting.</summary>
public static class LanesHosting
{
    /// <summary>
    /// Lanes to the processes of the same machine, under the Akka.Remote or Akka.Cluster the program has; with shared memory between them, as by
    /// <see cref="SharedMemoryHosting.WithSharedMemoryTransport"/>, where the configuration says nothing else about that. Stands behind what chooses Akka.Remote or Akka.Cluster
    /// (<c>WithRemoting</c>, <c>WithClustering</c>, or <c>akka.actor.provider</c>), for it has to know which.
    /// </summary>
    /// <param name="builder">The actor system's builder.</param>
    /// <param name="configure">Changes the defaults; null: takes them.</param>
    /// <exception cref="ArgumentException">Options break rules; all of them are named.</exception>
    /// <exception cref="InvalidOperationException">Neither Akka.Remote nor Akka.Cluster has been chosen before.</exception>
    public static AkkaConfigurationBuilder WithLanes(this AkkaConfigurationBuilder builder, Action<LanesOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new LanesOptions();
        configure?.Invoke(options);
        builder.AddHocon(options.ToConfig(), HoconAddMode.Prepend);
        return options.Enabled
            ? builder.WithActorRefProvider(ProviderFor(builder)).AddHocon(SharedMemoryConfig.Default(), HoconAddMode.Append)
            : builder;
    }

    private static ProviderSelection ProviderFor(AkkaConfigurationBuilder builder)
    {
        var chosen = builder.ActorRefProvider.HasValue ? builder.ActorRefProvider.Value : null;
        var configured = chosen is null && builder.Configuration.HasValue ? builder.Configuration.Value.GetString("akka.actor.provider", "") : "";
        return (chosen, configured) switch
        {
            (ProviderSelection.Cluster, _) or (null, "cluster") => new ProviderSelection.Custom(NameOf(typeof(LaneClusterActorRefProvider)), "cluster", hasCluster: true),
            (ProviderSelection.Remote, _) or (null, "remote") => new ProviderSelection.Custom(NameOf(typeof(LaneActorRefProvider)), "remote"),
            _ => throw new InvalidOperationException(
                $"WithLanes stands behind WithRemoting, WithClustering or an akka.actor.provider that is remote or cluster: provider={chosen?.GetType().Name ?? configured}"),
        };
    }

    private static string NameOf(Type provider) => $"{provider.FullName}, {provider.Assembly.GetName().Name}";
}
