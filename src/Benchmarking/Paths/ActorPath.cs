using ActorIpc.Benchmarking.Actors;
using ActorIpc.Benchmarking.Peers;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.Benchmarking.Paths;

/// <summary>
/// A path between actors: an actor system on either side, equal but for the path's own configuration. Everything that is measured is the same code for all
/// of them.
/// </summary>
internal abstract class ActorPath : IBenchmarkPath
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Definition { get; }

    /// <summary>What this path's two systems have that the others' have not; wins over what all have.</summary>
    /// <param name="folder">The private folder of the run.</param>
    protected abstract Config ConfigIn(string folder);

    /// <inheritdoc/>
    public ServedPath Serve(string folder)
    {
        var system = Create(folder);
        ActorTargets.Start(system);
        return new ServedPath(((ExtendedActorSystem)system).Provider.DefaultAddress.ToString(), system);
    }

    /// <inheritdoc/>
    public virtual async Task<OpenPath> OpenAsync(PeerProcess peer, CancellationToken cancellation)
    {
        var address = peer.Serve(Name);
        return await OpenAsync(Create(peer.Folder), address, peer, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes one of the two systems.</summary>
    /// <param name="folder">The private folder of the run.</param>
    protected ActorSystem Create(string folder) => ActorSystem.Create($"bench-{Name}", ConfigIn(folder).WithFallback(BenchmarkConfig.Common()));

    /// <summary>Finds the other side's actors and makes the measurements.</summary>
    /// <param name="system">This side's system; taken over.</param>
    /// <param name="address">The other side's address.</param>
    /// <param name="peer">The peer process.</param>
    /// <param name="cancellation">Gives up.</param>
    protected async Task<OpenPath> OpenAsync(ActorSystem system, string address, PeerProcess peer, CancellationToken cancellation)
    {
        try
        {
            var targets = await ActorTargets.FindAsync(system, address, cancellation).ConfigureAwait(false);
            return new OpenPath(ActorMeasurements.Of(Name, system, targets, peer), async () => await system.Terminate().ConfigureAwait(false));
        }
        catch
        {
            await system.Terminate().ConfigureAwait(false);
            throw;
        }
    }
}
