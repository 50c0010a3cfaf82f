using System.Collections.Concurrent;
using ActorIpc.Channels;
using ActorIpc.Channels.Formats;
using ActorIpc.Links;
using ActorIpc.Messages;
using ActorIpc.Messages.Control;
using ActorIpc.Nodes.Directories;
using ActorIpc.Remoting.Serializers;
using ActorIpc.Remoting.Transports;
using Akka;
using Akka.Actor;

namespace ActorIpc.Nodes.Channels;

/// <summary>
/// The channels of a node. Each is known by the host, the node that listens for it and a name, the same in all lives of that node: whoever follows its restarts has nothing to look
/// up. They have links of their own, so that a stream does not keep messages waiting on a thread they share.
/// </summary>
internal sealed class NodeChannels
{
    private readonly ExtendedActorSystem _system;
    private readonly NodeDirectory _directory;
    private readonly NodeName _name;
    private readonly int _incarnation;
    private readonly string _host;
    private readonly CancellationToken _stopping;
    private readonly AkkaLogger _log;
    private readonly Lazy<LinkRuntime> _links;
    private readonly ConcurrentDictionary<object, Func<TimeSpan, ValueTask>> _open = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes it; costs nothing before the first channel.</summary>
    /// <param name="system">The node's actor system.</param>
    /// <param name="identity">Which node.</param>
    /// <param name="host">The address of its host: tells the topologies of a machine apart.</param>
    /// <param name="stopping">Cancelled when the node begins to stop.</param>
    public NodeChannels(ExtendedActorSystem system, Adopt identity, string host, CancellationToken stopping)
    {
        _system = system;
        _directory = NodeDirectory.Get(system);
        (_name, _incarnation, _host, _stopping) = (identity.Name, identity.Incarnation, host, stopping);
        _log = new AkkaLogger(Akka.Event.Logging.GetLogger(system, "ActorIpc.Channels"));
        _links = new Lazy<LinkRuntime>(MakeLinks);
    }

    /// <summary>Listens as the reading end.</summary>
    public IpcChannelReader<T> OpenReader<T>(string channel, IpcChannelOptions<T>? options)
    {
        var reader = IpcChannel.OpenReader(NameOf(_name, channel), Complete(channel, options));
        Keep(reader, reader.Completion, _ => reader.LeaveAsync());
        return reader;
    }

    /// <summary>Listens as the writing end.</summary>
    public IpcChannelWriter<T> OpenWriter<T>(string channel, IpcChannelOptions<T>? options)
    {
        var writer = IpcChannel.OpenWriter(NameOf(_name, channel), Complete(channel, options));
        Keep(writer, writer.Completion, writer.LeaveAsync);
        return writer;
    }

    /// <summary>Connects as the writing end.</summary>
    public async Task<IpcChannelWriter<T>> OpenWriterAsync<T>(string channel, NodeName to, IpcChannelOptions<T>? options, CancellationToken cancellation)
    {
        var writer = await ConnectAsync(channel, to, "writer", options, IpcChannel.ConnectWriterAsync, cancellation).ConfigureAwait(false);
        Keep(writer, writer.Completion, writer.LeaveAsync);
        return writer;
    }

    /// <summary>Connects as the reading end.</summary>
    public async Task<IpcChannelReader<T>> OpenReaderAsync<T>(string channel, NodeName from, IpcChannelOptions<T>? options, CancellationToken cancellation)
    {
        var reader = await ConnectAsync(channel, from, "reader", options, IpcChannel.ConnectReaderAsync, cancellation).ConfigureAwait(false);
        Keep(reader, reader.Completion, _ => reader.LeaveAsync());
        return reader;
    }

    private LinkRuntime MakeLinks()
    {
        var links = new LinkRuntime(SystemLinks.For(_system).Options, new AkkaLogger(Akka.Event.Logging.GetLogger(_system, "ActorIpc.Links")));
        _system.RegisterOnTermination(links.Dispose);
        // After the phases in which the program unbinds and finishes its requests, before its actors end.
        var shutdown = CoordinatedShutdown.Get(_system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "leave-channels", () => LeaveAsync(0.8 * shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop)));
        return links;
    }

    private async Task<Done> LeaveAsync(TimeSpan limit)
    {
        // Readers may be what another node's writer waits for, so all leave at once.
        await Task.WhenAll(_open.Values.Select(leave => leave(limit).AsTask())).ConfigureAwait(false);
        return Done.Instance;
    }

    private async Task<TEnd> ConnectAsync<T, TEnd>(
        string channel,
        NodeName other,
        string role,
        IpcChannelOptions<T>? options,
        Func<string, IpcChannelOptions<T>?, CancellationToken, Task<TEnd>> connect,
        CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping);
        try
        {
            return await connect(NameOf(other, channel), Complete(channel, options), either.Token).ConfigureAwait(false);
        }
        catch (ChannelConnectException e) when (e.Failure == ChannelConnectFailure.NoPeer)
        {
            throw new ChannelConnectException(
                e.Failure, $"node {_name} waits as the {role} of channel {channel} for node {other}, which {Describe(other)}: {e.Message}", e);
        }
    }

    private string NameOf(NodeName node, string channel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(channel);
        return $"{_host}/{node}/{channel}";
    }

    /// <summary>What the topology's directory knows of a node that was not met.</summary>
    private string Describe(NodeName node) => _directory.Find(node) switch
    {
        null => "the topology does not have",
        { State: NodeState.Ready } ready => $"is ready (incarnation {ready.Incarnation}) and has no end of this channel that is free",
        var other => $"is {other.State} (incarnation {other.Incarnation})",
    };

    private IpcChannelOptions<T> Complete<T>(string channel, IpcChannelOptions<T>? options)
    {
        _stopping.ThrowIfCancellationRequested();
        options ??= new IpcChannelOptions<T>();
        return options with
        {
            Identity = _name.Value,
            Incarnation = _incarnation,
            Format = options.Format ?? ItemFormats.TryDefault<T>() ?? ByAllowList<T>(channel),
            Links = options.Links ?? _links.Value,
            Logger = options.Logger ?? _log,
        };
    }

    /// <summary>What has no format of its own goes as messages go.</summary>
    private ItemFormat<T> ByAllowList<T>(string channel)
    {
        if (_system.Serialization.FindSerializerForType(typeof(object)) is not HyperionSerializer { AllowList: var allowed })
            throw new ArgumentException($"without the serializer of ActorIpc the format of items must be named: channel={channel} type={typeof(T)} Format=");
        return allowed.FormatOf(typeof(T)) == MessageFormat.Hyperion
            ? ItemFormats.Hyperion<T>(allowed)
            : throw new ArgumentException($"the items of a channel must be allowed to travel: channel={channel}: {allowed.Explain(typeof(T), alone: true)}");
    }

    /// <summary>Keeps an end until it is over.</summary>
    private void Keep(object end, Task completion, Func<TimeSpan, ValueTask> leave)
    {
        _open[end] = leave;
        completion.ContinueWith(_ => _open.TryRemove(end, out var _), TaskScheduler.Default);
    }
}
