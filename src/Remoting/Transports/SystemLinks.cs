using ActorIpc.Links;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace ActorIpc.Remoting.Transports;

/// <summary>The links of one actor system: one runtime for all its transports, made at first use and given up after the system's end.</summary>
public sealed class SystemLinks : IExtension
{
    private readonly Lazy<LinkRuntime> _runtime;
    private readonly Lock _gate = new();
    private readonly List<LinkListener> _listeners = [];
    private readonly List<(LinkPurpose Purpose, ILinkAcceptor Acceptor)> _acceptors = [];
    private int _sweepIsDue;

    private SystemLinks(ExtendedActorSystem system)
    {
        Options = LinkSettings.Read(system.Settings.Config);
        SystemUid = AddressUidExtension.Uid(system);
        var log = new AkkaLogger(Logging.GetLogger(system, "ActorIpc.Links"));
        _runtime = new Lazy<LinkRuntime>(() =>
        {
            var runtime = new LinkRuntime(Options, log);
            system.RegisterOnTermination(runtime.Dispose);
            return runtime;
        });
    }

    /// <summary>What <c>actoripc.links</c> says.</summary>
    public LinkOptions Options { get; }

    /// <summary>The runtime of all its links.</summary>
    public LinkRuntime Runtime => _runtime.Value;

    /// <summary>The number that tells this life of the system from every other at the same address: Akka.Remote's own.</summary>
    internal long SystemUid { get; }

    /// <summary>The links of an actor system.</summary>
    /// <param name="system">The actor system.</param>
    /// <exception cref="ConfigurationException"><c>actoripc.links</c> is not valid; every error is named with its path.</exception>
    public static SystemLinks For(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.WithExtension<SystemLinks, Provider>();
    }

    /// <summary>The socket of an association's link was closed by the kernel: its peer's process has ended, or soon will have. The peer's full address, and the peer.</summary>
    internal event Action<Address, LinkPeer>? PeerLost;

    /// <summary>Raises <see cref="PeerLost"/>.</summary>
    /// <param name="peer">The peer's address, of the transport's scheme.</param>
    /// <param name="link">The link that has ended.</param>
    internal void OnPeerLost(Address peer, Link link) => PeerLost?.Invoke(LinkAddress.WithPrefix(peer), link.Peer);

    /// <summary>A listener of this system listens: who serves a purpose serves it there too.</summary>
    /// <param name="listener">The listener.</param>
    internal void Add(LinkListener listener)
    {
        lock (_gate)
        {
            _listeners.Add(listener);
            foreach (var (purpose, acceptor) in _acceptors)
                listener.Accept(purpose, acceptor);
        }
    }

    /// <summary>Serves a purpose at every listener of this system, those to come included.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="acceptor">Who takes its links.</param>
    internal void Serve(LinkPurpose purpose, ILinkAcceptor acceptor)
    {
        lock (_gate)
        {
            _acceptors.Add((purpose, acceptor));
            foreach (var listener in _listeners)
                listener.Accept(purpose, acceptor);
        }
    }

    /// <summary>Closes what is left of the links, lanes among them: what was written is delivered, at most until the deadline.</summary>
    /// <param name="deadline">How long a peer may take.</param>
    internal Task CloseAsync(TimeSpan deadline) => Task.WhenAll(Runtime.Links.Select(link => link.CloseAsync(deadline)));

    /// <summary>Reclaims what ended processes have left in the runtime and segment directories. Without effect when this system uses no links.</summary>
    /// <exception cref="LinkException">The directory cannot be used any more.</exception>
    public void Sweep()
    {
        if (_runtime.IsValueCreated)
            Runtime.SweepNow();
    }

    /// <summary><see cref="Sweep"/> on another thread, soon; many calls at once are one sweep. For the moment after a process has died.</summary>
    public void SweepSoon()
    {
        if (!_runtime.IsValueCreated || Interlocked.Exchange(ref _sweepIsDue, 1) != 0)
            return;
        ThreadPool.UnsafeQueueUserWorkItem(
            static links =>
            {
                Volatile.Write(ref links._sweepIsDue, 0);
                try
                {
                    links.Sweep();
                }
                catch (LinkException)
                {
                    // The links are being given up; the next process to start sweeps.
                }
            },
            this,
            preferLocal: false);
    }

    /// <summary>What carries the association with a peer, in the word that users read: <c>shm</c>, <c>unix</c> or <c>tcp</c>.</summary>
    /// <param name="peer">The peer's full address.</param>
    public string CarrierOf(string peer) => MediumOf(peer) switch
    {
        LinkMedium.SharedMemory => "shm",
        LinkMedium.UnixSocket => "unix",
        _ => "tcp",
    };

    /// <summary>What carries the association with a peer: null when no link does.</summary>
    /// <param name="peer">The peer's full address, such as <c>akka.tcp://system@host:port</c>.</param>
    public LinkMedium? MediumOf(string peer)
    {
        if (!_runtime.IsValueCreated)
            return null;
        foreach (var link in Runtime.Links)
        {
            if (link.Purpose == LinkPurpose.Transport && link.IsOpen && LinkAddress.Names(link.Peer.Address, peer))
                return link.Medium;
        }
        return null;
    }

    /// <summary>Makes the extension.</summary>
    private sealed class Provider : ExtensionIdProvider<SystemLinks>
    {
        public override SystemLinks CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
