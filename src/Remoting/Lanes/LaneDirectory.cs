using System.Collections.Concurrent;
using ActorIpc.Links;
using ActorIpc.Remoting.Serializers;
using ActorIpc.Remoting.Transports;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace ActorIpc.Remoting.Lanes;

/// <summary>All lanes of one actor system: makes those that lead out, takes those that come in, and learns of peers' deaths from both.</summary>
internal sealed class LaneDirectory : ILinkAcceptor
{
    private static readonly TimeSpan DeathLook = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan DeathPatience = TimeSpan.FromSeconds(1);
    private static readonly byte[] Version = [LaneRecord.Version];

    private readonly RemoteActorRefProvider _provider;
    private readonly ConcurrentDictionary<Address, LanePeer> _peers = new();
    private readonly ConcurrentDictionary<LaneReceiver, Address> _inbound = new();
    private readonly ConcurrentDictionary<long, byte> _quarantined = new();
    private SystemLinks? _links; // null exactly before Start
    private IActorRef _guardian = ActorRefs.Nobody;
    private IActorRef _watcher = ActorRefs.Nobody; // the remote watcher, which is told of deaths

    /// <summary>Makes the directory; <see cref="Start"/> follows when Akka.Remote listens.</summary>
    public LaneDirectory(ExtendedActorSystem system, RemoteActorRefProvider provider)
    {
        System = system;
        _provider = provider;
        Log = new LaneLog(Logging.GetLogger(system.EventStream, "ActorIpc.Lanes"), Journal);
        Settings = LaneSettings.Read(system.Settings.Config);
        Route = new LaneRoute(Settings.SystemRecipients);
    }

    /// <summary>The actor system.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>What <c>actoripc.lanes</c> says.</summary>
    public LaneSettings Settings { get; }

    /// <summary>Where lanes count.</summary>
    public LaneCounters Counters { get; } = new();

    /// <summary>What has gone over them.</summary>
    public LaneCounts Counts => Counters.Snapshot();

    /// <summary>What has happened to them.</summary>
    public LaneJournal Journal { get; } = new(TimeProvider.System);

    /// <summary>Where lanes tell what happens to them.</summary>
    public LaneLog Log { get; }

    /// <summary>Which of the two ways a message takes.</summary>
    public LaneRoute Route { get; }

    /// <summary>The settings of Akka.Remote.</summary>
    public RemoteSettings RemoteSettings => _provider.RemoteSettings;

    /// <summary>What is wrong with a provider that is asked for its lanes before it has been initialised.</summary>
    public static InvalidOperationException NotBegun() => new("there are no lanes before the actor system has begun to start");

    /// <summary>Starts the remote watcher, whose name every Akka.Remote system knows.</summary>
    /// <param name="props">A <see cref="LaneRemoteWatcher"/>.</param>
    public IActorRef StartWatcher(Props props) => _watcher = System.SystemActorOf(props, "remote-watcher");

    /// <summary>Makes a reference; that connects nothing.</summary>
    public IInternalActorRef MakeReference(ActorPath path, Address localAddress) =>
        MakeReference(Props.None, ActorRefs.Nobody, localAddress, path, Deploy.None);

    /// <summary>Makes a reference to an actor that is deployed elsewhere.</summary>
    public IInternalActorRef MakeReference(Props props, IInternalActorRef supervisor, Address localAddress, ActorPath path, Deploy deploy) =>
        new LaneActorRef(this, _provider.Transport, localAddress, path, supervisor, props, deploy);

    /// <summary>Begins: lanes may come in and be made.</summary>
    public void Start()
    {
        SystemFormats.Of(System).Install(); // Before the first message; a program whose own akka.extensions hide ours has this.
        LaneMeter.Add(Counters);
        _guardian = System.SystemActorOf(Props.Create(typeof(LaneGuardian), this), "actoripc-lanes");
        var links = SystemLinks.For(System);
        Volatile.Write(ref _links, links); // from here on lanes are made, so everything they need is there
        links.PeerLost += (address, peer) => _ = TellDeathAsync(address, peer);
        links.Serve(LinkPurpose.Lane, this);
    }

    /// <summary>The peer at an address.</summary>
    public LanePeer PeerOf(Address address) => _peers.GetOrAdd(address, static (at, lanes) => new LanePeer(lanes, at), this);

    /// <summary>The peer at an address, if anything was ever told to it.</summary>
    public LanePeer? Find(Address address) => _peers.GetValueOrDefault(address);

    /// <summary>The lanes that come in from an address, each with what has been published on it until now.</summary>
    public List<(LaneReceiver Lane, long Published)> PublishedBy(Address address) =>
        [.. _inbound.Where(entry => entry.Value.Equals(address)).Select(entry => (entry.Key, entry.Key.Link.InboundPublished))];

    /// <summary>The peers, for a look from outside.</summary>
    public IEnumerable<LanePeer> Peers => _peers.Values;

    /// <summary>Makes a lane to a peer, in the background.</summary>
    public void Connect(LanePeer peer)
    {
        // A cluster may be joined, and its members answered, while the actor system still starts.
        if (Volatile.Read(ref _links) is null)
            peer.RetryLater();
        else
            _ = ConnectAsync(peer);
    }

    /// <summary>Sends a switch the classic way, behind everything told before: for a new lane, or, of one that is open, for the creations up to a number.</summary>
    public void SendSwitch(LanePeer peer, LaneSender lane, long creation) => _guardian.Tell(new LaneGuardian.BeginSwitch(peer, lane, creation));

    /// <summary>A system is quarantined: no lane leads to it or from it any more.</summary>
    public void Quarantine(Address address, long uid)
    {
        _quarantined[uid] = 0;
        foreach (var (lane, from) in _inbound)
        {
            if (from.Equals(address) && lane.Link.Peer.SystemUid == uid)
                lane.Link.Abort("the peer is quarantined");
        }
        Find(address)?.Cut();
    }

    /// <inheritdoc/>
    LinkDecision ILinkAcceptor.Decide(LinkHello hello)
    {
        if (hello.Peer.Data.Span is not [LaneRecord.Version])
            return LinkDecision.Refuse($"both ends of a lane speak one version: here={LaneRecord.Version} there={Convert.ToHexString(hello.Peer.Data.Span)}");
        if (!Address.TryParse(hello.Peer.Address, out _))
            return LinkDecision.Refuse($"a connector names its own address: address={hello.Peer.Address}");
        return IsQuarantined(hello.Peer)
            ? LinkDecision.Refuse($"the system is quarantined here: uid={hello.Peer.SystemUid}")
            : LinkDecision.Accept(Version, new LinkTuning { OutboundRing = _links!.Options.SmallRing });
    }

    /// <inheritdoc/>
    void ILinkAcceptor.OnLink(Link link)
    {
        Address.TryParse(link.Peer.Address, out var from); // Decide has taken it.
        var receiver = new LaneReceiver(this, link, _provider, from!);
        _inbound[receiver] = from!;
        Counters.Add(receiver);
        link.Start(receiver);
        // Between the decision and now.
        if (IsQuarantined(link.Peer))
            link.Abort("the peer is quarantined");
    }

    /// <summary>A lane that came in has ended.</summary>
    public void OnInboundEnded(LaneReceiver receiver, LinkEnd end)
    {
        _inbound.TryRemove(receiver, out var from);
        Counters.Keep(receiver);
        OnEnded(from!, receiver.Link, end);
    }

    private bool IsQuarantined(LinkPeer peer) => _quarantined.ContainsKey(peer.SystemUid);

    private async Task ConnectAsync(LanePeer peer)
    {
        try
        {
            var link = await LinkConnector.ConnectAsync(_links!.Runtime, new LinkRequest
            {
                To = LinkAddress.RendezvousOf(peer.Address),
                From = _provider.Transport.LocalAddressForRemote(peer.Address).ToString(),
                Purpose = LinkPurpose.Lane,
                SystemUid = _links.SystemUid,
                Data = Version,
                Tuning = new LinkTuning { InboundRing = _links.Options.SmallRing },
            }).ConfigureAwait(false);
            var lane = new LaneSender(link, System);
            Counters.Add(lane);
            var end = new OutboundEnd(this, peer, lane);
            link.Start(end);
            if (!peer.BeginSwitch(lane))
                link.Abort("there is a lane already");
            // A link may end as soon as it has begun: its end found no switch to leave then, and nobody would leave it any more.
            else if (end.HasCome)
                peer.Leave(lane, "the lane ended before its switch");
            // Looked at last, so that a quarantine meanwhile finds the lane, or is found here.
            else if (IsQuarantined(link.Peer))
                link.Abort("the peer is quarantined");
        }
        catch (Exception e) when (e is LinkException or ArgumentException or RemoteTransportException)
        {
            // Another machine, another user, a system without lanes: the classic way is all there is, for now.
            if (e is not LinkException { Failure: LinkFailure.NoListener or LinkFailure.NotServed })
                Log.NotMade(peer, e.Message);
            peer.RetryLater();
        }
    }

    private void OnEnded(Address address, Link link, LinkEnd end)
    {
        if (end.Kind == LinkEndKind.PeerDied)
            _ = TellDeathAsync(address, link.Peer);
    }

    /// <summary>The socket's end is a hint; that the instance's lock can be taken is the kernel's word.</summary>
    private async Task TellDeathAsync(Address address, LinkPeer peer)
    {
        try
        {
            for (var waited = TimeSpan.Zero; waited < DeathPatience; waited += DeathLook)
            {
                if (_links!.Runtime.StateOf(peer.Instance) == InstanceState.Ended)
                {
                    Log.Died(address, peer);
                    _watcher.Tell(new LaneRemoteWatcher.PeerDied(address, (int)peer.SystemUid));
                    return;
                }
                await Task.Delay(DeathLook).ConfigureAwait(false);
            }
        }
        catch (LinkException)
        {
            // This system is ending: nobody waits for the news.
        }
    }

    /// <summary>What comes back on a lane that leads out: nothing but its end.</summary>
    private sealed class OutboundEnd(LaneDirectory lanes, LanePeer peer, LaneSender lane) : ILinkHandler
    {
        private volatile bool _hasCome;

        /// <summary>True from the end on: set before the peer leaves the lane, so that who begins a switch afterwards sees it, or is left.</summary>
        public bool HasCome => _hasCome;

        public LinkFlow OnRecord(ReadOnlySpan<byte> payload) => LinkFlow.More;

        public void OnEnd(LinkEnd end)
        {
            _hasCome = true;
            peer.Leave(lane, end.ToString());
            lanes.Counters.Keep(lane);
            lanes.OnEnded(peer.Address, lane.Link, end);
        }
    }
}
