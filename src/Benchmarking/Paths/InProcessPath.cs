using ActorIpc.Benchmarking.Actors;
using ActorIpc.Benchmarking.Peers;
using Akka.Configuration;

namespace ActorIpc.Benchmarking.Paths;

/// <summary>No second process: what actors cost by themselves.</summary>
internal sealed class InProcessPath : ActorPath
{
    /// <inheritdoc/>
    public override string Name => "in-process";

    /// <inheritdoc/>
    public override string Definition => "Both sides in one actor system of one process: a reference travels, nothing is serialized. The floor under every other path.";

    /// <inheritdoc/>
    protected override Config ConfigIn(string folder) => ConfigurationFactory.ParseString("akka.actor.provider = local");

    /// <inheritdoc/>
    public override Task<OpenPath> OpenAsync(PeerProcess peer, CancellationToken cancellation)
    {
        var system = Create(peer.Folder);
        ActorTargets.Start(system);
        return OpenAsync(system, "", peer, cancellation);
    }
}
