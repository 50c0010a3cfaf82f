using Akka.Hosting;

namespace ActorIpc.Remoting.Hosting;

/// <summary>Configuration by code for programs that use Akka.Hosting.</summary>
public static class SharedMemoryHosting
{
    /// <summary>Shared memory for the processes of the same machine, under the Akka.Remote or Akka.Cluster the program has.</summary>
    /// <param name="builder">The actor system's builder.</param>
    /// <param name="configure">Changes the defaults; null: takes them.</param>
    /// <exception cref="ArgumentException">The links' options break rules; all of them are named.</exception>
    public static AkkaConfigurationBuilder WithSharedMemoryTransport(this AkkaConfigurationBuilder builder, Action<SharedMemoryTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new SharedMemoryTransportOptions();
        configure?.Invoke(options);
        return builder.AddHocon(options.ToConfig(), HoconAddMode.Prepend);
    }
}
