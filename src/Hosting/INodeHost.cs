using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Statuses;
using ActorIpc.Messages;
using Akka.Actor;

namespace ActorIpc.Hosting;

/// <summary>A running host, for the program it runs in. Safe from any thread.</summary>
public interface INodeHost
{
    /// <summary>The host's own actor system, from which nodes' actors can be reached.</summary>
    ActorSystem System { get; }

    /// <summary>Completes when every node was Ready for the first time, or has ended for good.</summary>
    Task AllReady { get; }

    /// <summary>Completes with how the tree ended, when nothing of it is alive and the host has cleared away after it.</summary>
    Task<HostOutcome> Completion { get; }

    /// <summary>
    /// Everything that happens from this call on, in order, until the tree has ended. Who does not keep up loses lines of output, and is told how many.
    /// </summary>
    /// <param name="cancellation">Ends the subscription.</param>
    IAsyncEnumerable<HostEvent> Events(CancellationToken cancellation);

    /// <summary>The state of everything.</summary>
    Task<HostStatus> StatusAsync();

    /// <summary>Stops the whole tree in order; <see cref="Completion"/> follows.</summary>
    /// <param name="reason">Why, for the nodes' logs.</param>
    void RequestStop(string reason);

    /// <summary>Kills every node at once; <see cref="Completion"/> follows.</summary>
    void KillAll();

    /// <summary>Stops a node, all nodes of a child, or all below a supervisor, and keeps them stopped until they are started again.</summary>
    /// <param name="name">The node's, child's or supervisor's name.</param>
    /// <param name="reason">Why, for the nodes' logs.</param>
    /// <exception cref="CommandRefusedException">There is nothing of that name.</exception>
    Task StopNodeAsync(NodeName name, string reason);

    /// <summary>Starts what was stopped, completed or failed.</summary>
    /// <param name="name">The node's, child's or supervisor's name.</param>
    /// <exception cref="CommandRefusedException">There is nothing of that name, or all of it runs.</exception>
    Task StartNodeAsync(NodeName name);

    /// <summary>Restarts a node, all nodes of a child, or all below a supervisor; it does not count as a restart.</summary>
    /// <param name="name">The node's, child's or supervisor's name.</param>
    /// <exception cref="CommandRefusedException">There is nothing of that name.</exception>
    Task RestartNodeAsync(NodeName name);
}

/// <summary>A host refused a command; nothing was changed.</summary>
/// <param name="message">Why.</param>
public sealed class CommandRefusedException(string message) : Exception(message);
