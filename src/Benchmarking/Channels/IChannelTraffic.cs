using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Links;

namespace ActorIpc.Benchmarking.Channels;

/// <summary>One format's channels, both sides.</summary>
internal interface IChannelTraffic
{
    /// <summary>In the peer process: reads, and counts.</summary>
    /// <param name="links">Whose links carry the channels.</param>
    /// <returns>What must live as long as the peer.</returns>
    object Serve(LinkRuntime links);

    /// <summary>In the measuring process: connects.</summary>
    /// <param name="path">The path's name.</param>
    /// <param name="links">Whose links carry the channels.</param>
    /// <param name="peer">The peer process.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<IMeasurement>> OpenAsync(string path, LinkRuntime links, PeerProcess peer, CancellationToken cancellation);
}
