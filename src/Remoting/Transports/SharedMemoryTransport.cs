using ActorIpc.Links;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport;

namespace ActorIpc.Remoting.Transports;

/// <summary>
/// A transport of Akka.Remote for the processes of one machine and one user, over links: addresses are <c>akka.shm://system@host:port</c>, and no TCP port
/// is opened at all. Enabled by <c>akka.remote.enabled-transports = ["akka.remote.shared-memory"]</c>; see <see cref="SharedMemoryConfig.WithoutTcp"/>.
/// </summary>
public sealed class SharedMemoryTransport : Transport
{
    /// <summary>The scheme of its addresses, before Akka.Remote puts <c>akka.</c> in front.</summary>
    public const string Scheme = "shm";

    // Ports are only numbers here. The low ones are left to those who configure one.
    private const int LowestFreePort = 1024;
    private const int Attempts = 1000;

    private Listening? _listening; // null exactly before Listen has succeeded

    /// <summary>Made by Akka.Remote. Reads no configuration: an error that a transport throws before it listens leaves Akka.Remote waiting for ever.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="config">The section <c>akka.remote.shared-memory</c> by itself.</param>
    public SharedMemoryTransport(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
        SchemeIdentifier = Scheme;
    }

    /// <summary>Takes a name.</summary>
    /// <exception cref="ConfigurationException">The section, or <c>actoripc.links</c>, is not valid; every error is named with its path.</exception>
    /// <exception cref="LinkException">Another process holds the address that is configured, or the runtime directory cannot be used.</exception>
    public override Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        try
        {
            var settings = SharedMemorySettings.Read(Config);
            var links = SystemLinks.For(System);
            MaximumPayloadBytes = settings.MaximumPayload;
            var registered = new TaskCompletionSource<IAssociationEventListener>();
            var (local, listener) = settings.Port == 0 ? ListenAnywhere(settings, links) : ListenAt(settings, links);
            var associations = new LinkAssociations(links, Logging.GetLogger(System, typeof(SharedMemoryTransport)));
            listener.Accept(LinkPurpose.Transport, new InboundAssociations(associations, local, MaximumPayloadBytes, registered.Task));
            links.Add(listener);
            _listening = new Listening(local, listener, associations);
            return Task.FromResult((local, registered));
        }
        catch (Exception e) when (e is ConfigurationException or LinkException)
        {
            return Task.FromException<(Address, TaskCompletionSource<IAssociationEventListener>)>(e);
        }
    }

    /// <inheritdoc/>
    public override bool IsResponsibleFor(Address remote) => remote.Protocol.EndsWith(Scheme, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override async Task<AssociationHandle> Associate(Address remoteAddress)
    {
        var here = _listening ?? throw new InvalidAssociationException("a transport listens before it associates");
        try
        {
            return await here.Associations.AssociateAsync(here.Local, remoteAddress, LinkAddress.Full(remoteAddress), MaximumPayloadBytes).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LinkException or ArgumentException)
        {
            throw new InvalidAssociationException($"{e.Message}: remote={remoteAddress}", e);
        }
    }

    /// <summary>Listens no more and closes every association: what was written is delivered, at most until <c>flush-wait-on-shutdown</c>. May be called again.</summary>
    public override async Task<bool> Shutdown()
    {
        if (_listening is { } here)
        {
            here.Listener.Dispose();
            await here.Associations.CloseAsync(LinkAssociations.FlushWait(System)).ConfigureAwait(false);
            await SystemLinks.For(System).CloseAsync(LinkAssociations.FlushWait(System)).ConfigureAwait(false);
        }
        return true;
    }

    private (Address, LinkListener) ListenAt(SharedMemorySettings settings, SystemLinks links)
    {
        var address = AddressOf(settings, settings.Port);
        return TryListen(address, links) is { } listener
            ? (address, listener)
            : throw new LinkException(LinkFailure.NameInUse, $"another process listens there: address={LinkAddress.Full(address)}");
    }

    private (Address, LinkListener) ListenAnywhere(SharedMemorySettings settings, SystemLinks links)
    {
        // By chance, so that the number of one who has just ended is not the next one's: peers still remember it.
        for (var i = 0; i < Attempts; i++)
        {
            var address = AddressOf(settings, Random.Shared.Next(LowestFreePort, ushort.MaxValue + 1));
            if (TryListen(address, links) is { } listener)
                return (address, listener);
        }
        throw new LinkException(LinkFailure.NameInUse, $"no free number was found: system={System.Name} host={settings.Hostname} attempts={Attempts}");
    }

    private Address AddressOf(SharedMemorySettings settings, int port) => new(Scheme, System.Name, settings.Hostname, port);

    private static LinkListener? TryListen(Address address, SystemLinks links) =>
        LinkListener.TryListen(links.Runtime, LinkAddress.Full(address), out var listener, links.SystemUid) ? listener : null;

    /// <summary>What there is once it listens.</summary>
    /// <param name="Local">This side's address.</param>
    /// <param name="Listener">Who takes links.</param>
    /// <param name="Associations">The associations.</param>
    private sealed record Listening(Address Local, LinkListener Listener, LinkAssociations Associations);
}
