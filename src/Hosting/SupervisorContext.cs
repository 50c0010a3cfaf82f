using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Runs;
using ActorIpc.Hosting.Topologies;
using Microsoft.Extensions.Logging;

namespace ActorIpc.Hosting;

/// <summary>What the supervisor actor needs of the host around it.</summary>
/// <param name="Topology">What to run at first.</param>
/// <param name="Options">How to watch and end nodes.</param>
/// <param name="Starter">Starts processes.</param>
/// <param name="Events">Where everything that happens is told.</param>
/// <param name="Claim">The host's claim to the topology's name; null when it took none.</param>
/// <param name="Log">The log.</param>
/// <param name="CameUp">Called once, when every node was Ready or has ended for good.</param>
/// <param name="Applied">Called when another topology is what the host runs.</param>
/// <param name="Ended">Called once, when nothing of the tree is alive.</param>
/// <param name="Failed">Called when the actor itself failed; everything has been killed then.</param>
internal sealed record SupervisorContext(
    Topology Topology,
    HostOptions Options,
    NodeStarter Starter,
    HostEventStream Events,
    HostClaim? Claim,
    ILogger Log,
    Action CameUp,
    Action<Topology> Applied,
    Action<HostOutcome> Ended,
    Action<Exception> Failed);
