using ActorIpc.Links;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport;

namespace ActorIpc.Remoting.Transports;

/// <summary>
/// A TCP transport whose associations with processes of this machine go over links. What carries an association is chosen when it is made and never changes
/// while it lives. Derives from <see cref="Transport"/> itself: an adapter of Akka's own kind would put its name into every address.
/// </summary>
internal sealed class LocalityTransport : Transport
{
    private readonly Transport _inner;
    private readonly ILoggingAdapter _log;
    private Links? _links; // null: nothing goes over links (not listening yet, TLS, or a directory that cannot be used)

    /// <summary>Wraps a transport. Reads no configuration: an error that a transport throws before it listens leaves Akka.Remote waiting for ever.</summary>
    /// <param name="inner">The TCP transport.</param>
    /// <param name="system">The actor system.</param>
    public LocalityTransport(Transport inner, ActorSystem system)
    {
        _inner = inner;
        _log = Logging.GetLogger(system, typeof(LocalityTransport));
        System = system;
        Config = inner.Config;
    }

    /// <inheritdoc/>
    public override string SchemeIdentifier => _inner.SchemeIdentifier;

    /// <inheritdoc/>
    public override long MaximumPayloadBytes => _inner.MaximumPayloadBytes;

    /// <inheritdoc/>
    public override bool IsResponsibleFor(Address remote) => _inner.IsResponsibleFor(remote);

    /// <inheritdoc/>
    public override Task<bool> ManagementCommand(object message) => _inner.ManagementCommand(message);

    /// <summary>Listens on TCP and for links. Where links cannot be had everything goes over TCP, with a warning.</summary>
    /// <exception cref="ConfigurationException"><c>actoripc.links</c> is not valid; every error is named with its path.</exception>
    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        var wanted = IsWanted();
        var system = wanted ? SystemLinks.For(System) : null;
        var (local, registered) = await _inner.Listen().ConfigureAwait(false);
        if (system is not null)
            _links = ListenForLinks(system, local, registered.Task);
        return (local, registered);
    }

    /// <inheritdoc/>
    public override async Task<AssociationHandle> Associate(Address remoteAddress)
    {
        var rendezvous = LinkAddress.RendezvousOfTcp(remoteAddress);
        if (_links is { } links && Rendezvous.MayListen(rendezvous, links.System.Options.RuntimeDirectory))
        {
            try
            {
                return await links.Associations.AssociateAsync(links.Local, remoteAddress, rendezvous, MaximumPayloadBytes).ConfigureAwait(false);
            }
            catch (LinkException nobody) when (nobody.Failure == LinkFailure.NoListener)
            {
                // A name that a dead process has left: TCP will tell what there is.
            }
            catch (LinkException e)
            {
                _log.Warning("There is no link to a process of this machine, the association goes over TCP: remote={0}: {1}", remoteAddress, e.Message);
            }
        }
        return await _inner.Associate(remoteAddress).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<bool> Shutdown()
    {
        if (_links is { } links)
        {
            links.Listener?.Dispose();
            await links.Associations.CloseAsync(LinkAssociations.FlushWait(System)).ConfigureAwait(false);
            await links.System.CloseAsync(LinkAssociations.FlushWait(System)).ConfigureAwait(false);
        }
        return await _inner.Shutdown().ConfigureAwait(false);
    }

    private bool IsWanted()
    {
        if (!_inner.Config.GetBoolean("enable-ssl", false) || System.Settings.Config.WithFallback(RemotingConfig.Reference()).GetBoolean("actoripc.links.under-tls"))
            return true;
        _log.Info("TLS is on: associations with processes of this machine stay on TCP (actoripc.links.under-tls = on would move them to shared memory)");
        return false;
    }

    private Links? ListenForLinks(SystemLinks system, Address local, Task<IAssociationEventListener> registered)
    {
        var associations = new LinkAssociations(system, _log);
        try
        {
            if (LinkListener.TryListen(system.Runtime, LinkAddress.RendezvousOfTcp(local), out var listener, system.SystemUid))
            {
                listener.Accept(LinkPurpose.Transport, new InboundAssociations(associations, local, MaximumPayloadBytes, registered));
                system.Add(listener);
            }
            else
            {
                _log.Warning("Another process holds the links' name of this address, associations that come in stay on TCP: address={0}", LinkAddress.Full(local));
            }
            return new Links(system, associations, local, listener);
        }
        catch (LinkException e)
        {
            _log.Warning("Links cannot be had, all associations stay on TCP: {0}", e.Message);
            return null;
        }
    }

    /// <summary>What there is once it listens.</summary>
    /// <param name="System">The links of the actor system.</param>
    /// <param name="Associations">Those that go over links.</param>
    /// <param name="Local">This side's address.</param>
    /// <param name="Listener">Null: others do not find this system by a link.</param>
    private sealed record Links(SystemLinks System, LinkAssociations Associations, Address Local, LinkListener? Listener);
}
