using ActorIpc.Channels;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Channels;
using ActorIpc.Nodes.Directories;
using ActorIpc.Nodes.Handlers;
using ActorIpc.Nodes.Lifelines;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.Nodes;

/// <summary>This process as a node: its identity, its actor system, the other nodes, and the ways to end. Safe from any thread.</summary>
public sealed class Node
{
    private readonly NodeLifetime _lifetime;
    private readonly IActorRef _control;
    private readonly NodeChannels _channels;

    internal Node(ActorSystem system, Adopt identity, string host, NodeLifetime lifetime, IActorRef control)
    {
        System = system;
        Name = identity.Name;
        Spec = identity.Spec;
        Incarnation = identity.Incarnation;
        Directory = NodeDirectory.Get(system);
        _lifetime = lifetime;
        _control = control;
        _channels = new NodeChannels((ExtendedActorSystem)system, identity, host, lifetime.Stopping);
    }

    /// <summary>The node's actor system; it bears the topology's name.</summary>
    public ActorSystem System { get; }

    /// <summary>The node's name, the same in each of its lives.</summary>
    public NodeName Name { get; }

    /// <summary>The name of the child spec the node comes from; differs from <see cref="Name"/> when the spec has several instances.</summary>
    public string Spec { get; }

    /// <summary>Which of the node's lives this is: 1, 2, 3 ...</summary>
    public int Incarnation { get; }

    /// <summary>The whole resolved configuration: topology, role file, <c>--set</c>, defaults.</summary>
    public Config Config => System.Settings.Config;

    /// <summary>The other nodes of the topology, and this one.</summary>
    public NodeDirectory Directory { get; }

    /// <summary>Cancelled when the node begins to stop; work that should not be cut off belongs into a phase of Akka's CoordinatedShutdown.</summary>
    public CancellationToken Stopping => _lifetime.Stopping;

    /// <summary>Starts the actor that other nodes reach through a <see cref="NodeRef{TProtocol}"/> of this node's name.</summary>
    /// <typeparam name="TProtocol">The protocol the actor accepts; a node serves each protocol once.</typeparam>
    /// <param name="props">The actor.</param>
    /// <exception cref="InvalidActorNameException">The node already serves the protocol.</exception>
    /// <exception cref="IncompleteProtocolException">The actor is a <see cref="ProtocolActor{TProtocol}"/> that does not handle all messages, or one of another protocol.</exception>
    public IActorRef Serve<TProtocol>(Props props)
        where TProtocol : IProtocol =>
        Serve(typeof(TProtocol), props);

    /// <summary>The same with a protocol that is known only when the program runs.</summary>
    /// <param name="protocol">The protocol the actor accepts, an interface that derives from <see cref="IProtocol"/>.</param>
    /// <param name="props">The actor.</param>
    /// <exception cref="ArgumentException">The type is no protocol.</exception>
    /// <exception cref="InvalidActorNameException">The node already serves the protocol.</exception>
    /// <exception cref="IncompleteProtocolException">The actor is a <see cref="ProtocolActor{TProtocol}"/> that does not handle all messages, or one of another protocol.</exception>
    public IActorRef Serve(Type protocol, Props props)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        if (!protocol.IsInterface || protocol == typeof(IProtocol) || !typeof(IProtocol).IsAssignableFrom(protocol))
            throw new ArgumentException($"a protocol is an interface that derives from {nameof(IProtocol)}: type={protocol}", nameof(protocol));
        ArgumentNullException.ThrowIfNull(props);
        HandlerTable.Check(props.Type, protocol);
        return Directory.Deliveries.Serve(NodeDirectory.ServedName(protocol), props);
    }

    /// <summary>A typed reference to another node, by name; it follows the node's restarts.</summary>
    /// <typeparam name="TProtocol">The protocol that the node serves.</typeparam>
    /// <param name="nodeName">The node's name; the node need not exist yet.</param>
    /// <param name="delivery">What becomes of messages while the node is down; by default they are dead letters, as in Akka.</param>
    /// <exception cref="FormatException">The name is not valid.</exception>
    public NodeRef<TProtocol> Ref<TProtocol>(string nodeName, Delivery delivery = default)
        where TProtocol : IProtocol => new(new NodeName(nodeName), delivery);

    /// <summary>
    /// Opens the writing end of a channel whose reading end another node opens with <see cref="OpenReader{T}"/>; waits for it up to <see cref="IpcChannelOptions{T}.WaitForPeer"/>.
    /// With <see cref="OnPeerDown.Resume"/> it follows the other node's restarts.
    /// </summary>
    /// <typeparam name="T">The type of the items; one without a format of its own must be a message or reply of a protocol.</typeparam>
    /// <param name="channel">The channel's name, one of the other node's.</param>
    /// <param name="to">The other node's name; it need not exist yet.</param>
    /// <param name="options">Null: the defaults. Identity and incarnation are the node's.</param>
    /// <param name="cancellation">Gives up; so does the end of this node.</param>
    /// <exception cref="ChannelConnectException">There is no channel; <see cref="ChannelConnectException.Failure"/> says why.</exception>
    /// <exception cref="ArgumentException">The options break rules, or the type may not travel.</exception>
    /// <exception cref="FormatException">The node's name is not valid.</exception>
    public Task<IpcChannelWriter<T>> OpenWriterAsync<T>(string channel, string to, IpcChannelOptions<T>? options = null, CancellationToken cancellation = default) =>
        _channels.OpenWriterAsync(channel, new NodeName(to), options, cancellation);

    /// <summary>
    /// Opens the reading end of a channel whose writing end another node opens with <see cref="OpenWriterAsync{T}"/>. It is there at once and waits for its writer, the first time for
    /// as long as it takes. With <see cref="OnPeerDown.Resume"/> it follows the writing node's restarts.
    /// </summary>
    /// <typeparam name="T">The type of the items; one without a format of its own must be a message or reply of a protocol.</typeparam>
    /// <param name="channel">The channel's name, one of this node's.</param>
    /// <param name="options">Null: the defaults. Identity and incarnation are the node's.</param>
    /// <exception cref="ChannelConnectException">The node has a channel of this name, or cannot listen.</exception>
    /// <exception cref="ArgumentException">The options break rules, or the type may not travel.</exception>
    /// <exception cref="OperationCanceledException">The node is stopping.</exception>
    public IpcChannelReader<T> OpenReader<T>(string channel, IpcChannelOptions<T>? options = null) => _channels.OpenReader(channel, options);

    /// <summary>The reverse of <see cref="OpenWriterAsync{T}"/>: reads from a channel whose writing end another node opens with <see cref="OpenWriter{T}"/>.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="channel">The channel's name, one of the other node's.</param>
    /// <param name="from">The other node's name; it need not exist yet.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancellation">Gives up; so does the end of this node.</param>
    /// <exception cref="ChannelConnectException">There is no channel.</exception>
    /// <exception cref="ArgumentException">The options break rules, or the type may not travel.</exception>
    /// <exception cref="FormatException">The node's name is not valid.</exception>
    public Task<IpcChannelReader<T>> OpenReaderAsync<T>(string channel, string from, IpcChannelOptions<T>? options = null, CancellationToken cancellation = default) =>
        _channels.OpenReaderAsync(channel, new NodeName(from), options, cancellation);

    /// <summary>The reverse of <see cref="OpenReader{T}"/>: writes to whichever node opens the reading end; what is written before it comes waits, within the end's bounds.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="channel">The channel's name, one of this node's.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ChannelConnectException">The node has a channel of this name, or cannot listen.</exception>
    /// <exception cref="ArgumentException">The options break rules, or the type may not travel.</exception>
    /// <exception cref="OperationCanceledException">The node is stopping.</exception>
    public IpcChannelWriter<T> OpenWriter<T>(string channel, IpcChannelOptions<T>? options = null) => _channels.OpenWriter(channel, options);

    /// <summary>Ends the node normally: its work is done. What the supervisor makes of it depends on the restart type.</summary>
    public void Complete() => _lifetime.Begin(NodeExitCode.Normal, "completed");

    /// <summary>Ends the node because it cannot go on, as an exception at the top of the program would: exit code <see cref="NodeExitCode.Crashed"/>, an abnormal end.</summary>
    /// <param name="reason">What has happened, for the node's standard error.</param>
    public void Fail(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        _lifetime.Begin(NodeExitCode.Crashed, reason);
    }

    /// <summary>
    /// Ends the node because the job itself cannot succeed, whoever does it: nothing is restarted, the tree stops and the host exits with 1.
    /// </summary>
    /// <param name="reason">What is wrong and where, for a person to read.</param>
    public void FailJob(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        _control.Tell(new JobFailed(Name, Incarnation, reason), ActorRefs.NoSender);
        _lifetime.Begin(NodeExitCode.JobFailed, $"job failed: {reason}");
    }

    /// <summary>Says how far the job is, for the person who waits for it.</summary>
    /// <param name="done">How much is done, in <paramref name="unit"/>s.</param>
    /// <param name="total">How much there is in all; 0 while that is not known.</param>
    /// <param name="unit">The unit of both, such as <c>bytes</c>.</param>
    /// <param name="note">A short remark, such as a rate.</param>
    public void ReportProgress(long done, long total, string unit, string note = "") =>
        _control.Tell(new ProgressReported(Name, Incarnation, done, total, unit, note), ActorRefs.NoSender);
}
