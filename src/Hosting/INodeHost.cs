using ActorIpc.Hosting.Events;
using ActorIpc.Hosting.Statuses;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using Akka.Actor;

namespace ActorIpc.Hosting;

/// <summary>
/// A running host, for the program it runs in. Safe from any thread. A name given to it is a node's, a child's (all its nodes) or a supervisor's (all below
/// it); what is asked for here never counts as a restart.
/// </summary>
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
    /// <param name="cancellation">Ends the subscription; has to be cancelled when it is not read to its end.</param>
    IAsyncEnumerable<HostEvent> Events(CancellationToken cancellation);

    /// <summary>The state of everything, with figures of its processes.</summary>
    /// <exception cref="CommandRefusedException">The host has ended.</exception>
    Task<HostStatus> StatusAsync();

    /// <summary>The supervision tree as it is, its specs with it.</summary>
    /// <exception cref="CommandRefusedException">The host has ended.</exception>
    Task<SupervisorSnapshot> TreeAsync();

    /// <summary>Stops the whole tree in order; <see cref="Completion"/> follows.</summary>
    /// <param name="reason">Why, for the nodes' logs.</param>
    void RequestStop(string reason);

    /// <summary>Kills every node at once; <see cref="Completion"/> follows.</summary>
    void KillAll();

    /// <summary>Stops nodes and keeps them stopped until they are started again; returns when they have ended.</summary>
    /// <param name="name">The node's, child's or supervisor's name.</param>
    /// <param name="reason">Why, for the nodes' logs.</param>
    /// <param name="shutdown">How, instead of what their specs say; null: as these say.</param>
    /// <exception cref="CommandRefusedException">There is nothing of that name, or the host has ended.</exception>
    Task StopNodeAsync(NodeName name, string reason, ShutdownPolicy? shutdown = null);

    /// <summary>Starts what was stopped, completed or failed; returns when that has begun.</summary>
    /// <param name="name">The node's, child's or supervisor's name.</param>
    /// <exception cref="CommandRefusedException">There is nothing of that name, all of it runs, or the host has ended.</exception>
    Task StartNodeAsync(NodeName name);

    /// <summary>Restarts nodes; returns when that has begun. Asked many times at once it restarts once.</summary>
    /// <param name="name">The node's, child's or supervisor's name.</param>
    /// <exception cref="CommandRefusedException">There is nothing of that name, or the host has ended.</exception>
    Task RestartNodeAsync(NodeName name);

    /// <summary>Restarts nodes one after the other, each only while all the others are Ready; returns when the last one is Ready again.</summary>
    /// <param name="name">The child's, supervisor's or node's name.</param>
    /// <param name="timeout">How long each node may take, stop and start together; null: 60 s.</param>
    /// <param name="cancellation">Ends the roll; the node it is at is restarted all the same.</param>
    /// <exception cref="CommandRefusedException">There is nothing of that name, a node was not Ready in its time or will not be by itself, or the host has ended; says how far the roll has come.</exception>
    Task RestartRollingAsync(NodeName name, TimeSpan? timeout = null, CancellationToken cancellation = default);

    /// <summary>Changes the number of nodes of a child that was declared with instances; returns when that has begun.</summary>
    /// <param name="child">The child.</param>
    /// <param name="instances">1 to <see cref="ChildSpec.MaximumInstances"/>.</param>
    /// <exception cref="CommandRefusedException">There is no such child, it has no instances, the number is not valid, or the host has ended.</exception>
    Task ScaleAsync(NodeName child, int instances);

    /// <summary>
    /// Declares a further child or supervisor, as the last one of its supervisor, and starts it; returns when that has begun. That it cannot start then
    /// does not end the tree.
    /// </summary>
    /// <param name="spec">The child or supervisor.</param>
    /// <param name="supervisor">The supervisor it belongs to; null: the outermost one.</param>
    /// <exception cref="CommandRefusedException">
    /// The tree would not be valid with it, its program is not there, there is no such supervisor or it is stopping, or the host has ended.
    /// </exception>
    Task StartAsync(TreeSpec spec, NodeName? supervisor = null);

    /// <summary>
    /// Starts an actor in a node of its own and returns when it can be reached. The reference lives in the host's actor system and outlives the node's restarts: what it is told goes, with its
    /// sender, to the current incarnation. Who watches it gets <see cref="Terminated"/> when the node is given up (failed, stopped, completed, removed, the tree ended), not before. To stop
    /// the reference itself does not stop the node.
    /// </summary>
    /// <param name="props">The actor: a type with a public constructor and arguments that can be written (<see cref="ActorArgument.Of"/>), in an assembly that is a file.</param>
    /// <param name="name">The name of the node, and of the actor below its <c>/user</c>.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="ArgumentException">The props have something no other process can be told, the delivery is reliable, or the configured spec is not one node with an actor.</exception>
    /// <exception cref="CommandRefusedException">As <see cref="StartAsync"/>; or the node has ended before the actor could be reached, why so is in the message, and it was removed again.</exception>
    Task<IActorRef> SpawnAsync(Props props, NodeName name, SpawnOptions? options = null);

    /// <summary>A reference, as <see cref="SpawnAsync"/> returns it, to the actor that a node hosts; the node may be down for the moment.</summary>
    /// <param name="node">The node; one of them when its child has instances.</param>
    /// <param name="delivery">What becomes of messages while the node is down: <see cref="Delivery.DropToDeadLetters"/>, as unless told, or <see cref="Delivery.Buffer"/>.</param>
    /// <exception cref="ArgumentException">The delivery is reliable: only protocols have that.</exception>
    /// <exception cref="CommandRefusedException">There is no such node, it hosts no actor, it is given up, or the host has ended.</exception>
    Task<IActorRef> ActorOfAsync(NodeName node, Delivery delivery = default);

    /// <summary>Stops a child or supervisor and forgets it; returns when its nodes have ended.</summary>
    /// <param name="name">The child's or supervisor's name.</param>
    /// <exception cref="CommandRefusedException">There is no such child or supervisor, others depend on it, it is the outermost, or the host has ended.</exception>
    Task RemoveAsync(NodeName name);

    /// <summary>What the host runs, as it was started with or as it was last applied.</summary>
    Topology Topology { get; }

    /// <summary>
    /// Brings the tree to a changed topology; returns when that has begun. What is not changed goes on with its processes; how nodes are supervised is changed in place;
    /// whose processes would be started otherwise is stopped and started anew, uncounted.
    /// </summary>
    /// <param name="wanted">The topology, loaded for this run (<see cref="Topologies.TopologyRun"/>).</param>
    /// <param name="dryRun">True: nothing is changed.</param>
    /// <returns>What is, or would be, changed.</returns>
    /// <exception cref="TopologyException">It changes what cannot be changed while a host runs; carries everything of that.</exception>
    /// <exception cref="CommandRefusedException">It is not valid, the tree is stopping, or the host has ended; nothing was changed.</exception>
    Task<IReadOnlyList<TreeChange>> ApplyAsync(Topology wanted, bool dryRun = false);

    /// <summary>Sends nodes' processes a signal. What follows is their own doing: a process that ends of it has crashed.</summary>
    /// <param name="name">The node's, child's or supervisor's name.</param>
    /// <param name="signal">The signal's number, as in kill(2).</param>
    /// <exception cref="CommandRefusedException">There is nothing of that name, none of it has a process, or the host has ended.</exception>
    Task SignalAsync(NodeName name, int signal);
}

/// <summary>A host refused a command; nothing was changed.</summary>
/// <param name="message">Why.</param>
public sealed class CommandRefusedException(string message) : Exception(message);
