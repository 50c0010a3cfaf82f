using ActorIpc.Hosting.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorIpc.Hosting;

/// <summary>Registers a <see cref="NodeHost"/> with a program that uses Microsoft.Extensions.Hosting.</summary>
public static class NodeHostServices
{
    /// <summary>Adds a host that starts and stops with the program; <see cref="INodeHost"/> can be injected.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="topology">What the host runs.</param>
    /// <param name="options">How it watches and ends nodes; the defaults when null.</param>
    public static IServiceCollection AddNodeHost(this IServiceCollection services, Topology topology, HostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(provider => new NodeHost(topology, options ?? new HostOptions(), provider.GetRequiredService<ILogger<NodeHost>>()));
        services.AddSingleton<INodeHost>(provider => provider.GetRequiredService<NodeHost>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<NodeHost>());
        return services;
    }
}
