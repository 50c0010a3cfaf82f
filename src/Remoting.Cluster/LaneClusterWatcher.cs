using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Cluster;
using Akka.Dispatch.SysMsg;
using Akka.Remote;

namespace ActorIpc.Remoting.Cluster;

/// <summary>
/// The watcher of a cluster's member: as Akka.Cluster's own, members are not watched by Akka.Remote's failure detector, and their actors are dead when they are removed. In
/// addition users' actors hear at once of a member of which the kernel says that its process has ended, and it is downed: nobody has to wait until it is found unreachable.
/// </summary>
internal sealed class LaneClusterWatcher : LaneRemoteWatcher
{
    private readonly Akka.Cluster.Cluster _cluster;
    private readonly bool _downsTheDead;
    private readonly HashSet<Address> _members = []; // the other members, from Up until they are removed

    /// <summary>Makes the actor.</summary>
    /// <param name="failureDetector">For processes that are no members, and of which the kernel says nothing.</param>
    /// <param name="lanes">The lanes of the actor system.</param>
    /// <param name="cluster">The cluster.</param>
    public LaneClusterWatcher(IFailureDetectorRegistry<Address> failureDetector, LaneDirectory lanes, Akka.Cluster.Cluster cluster)
        : base(failureDetector, lanes)
    {
        _cluster = cluster;
        _downsTheDead = lanes.Settings.DownsDeadMembers;
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        _cluster.Subscribe(Self, [typeof(ClusterEvent.IMemberEvent)]);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        base.PostStop();
        _cluster.Unsubscribe(Self);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                _members.Clear();
                foreach (var member in state.Members)
                    Add(member);
                break;
            case ClusterEvent.MemberUp up:
                Add(up.Member);
                break;
            case ClusterEvent.MemberWeaklyUp up:
                Add(up.Member);
                break;
            case ClusterEvent.MemberRemoved removed when !removed.Member.Address.Equals(_cluster.SelfAddress):
                _members.Remove(removed.Member.Address);
                if (removed.PreviousStatus == MemberStatus.Down)
                    Quarantine(removed.Member.Address, removed.Member.UniqueAddress.Uid);
                PublishAddressTerminated(removed.Member.Address);
                break;
            case ClusterEvent.IMemberEvent:
                break;
            default:
                base.OnReceive(message);
                break;
        }
    }

    /// <summary>Members are the cluster's affair: their heartbeats are the cluster's, and their removal is their actors' death.</summary>
    /// <param name="watchee">An actor of another process.</param>
    protected override void WatchNode(IInternalActorRef watchee)
    {
        if (!_members.Contains(watchee.Path.Address))
            base.WatchNode(watchee);
    }

    /// <inheritdoc/>
    protected override void OnPeerDied(PeerDied died)
    {
        // A later life of the address may be a member already: it is not the one that died.
        var dead = _cluster.State.Members.FirstOrDefault(member => member.UniqueAddress.Equals(new UniqueAddress(died.Address, died.Uid)));
        if (dead is null || !_members.Contains(died.Address))
        {
            base.OnPeerDied(died);
        }
        else
        {
            // The cluster marks it as terminated, which lets it be removed. Akka.Remote quarantines it at the removal, as ever: what it does not deliver any more would tell those
            // below /system too early.
            Context.System.EventStream.Publish(new QuarantinedEvent(died.Address, died.Uid));
            TellUsers(died.Address);
        }
        // Who is leaving and has got as far as exiting is removed without being downed.
        if (_downsTheDead && dead?.Status is not (null or MemberStatus.Exiting or MemberStatus.Down))
            _cluster.Down(died.Address);
    }

    /// <summary>
    /// Tells users' actors. Akka's own extensions, below <c>/system</c>, count on a member being gone from the cluster when its actors' deaths are told, and hear when it is removed: a
    /// coordinator of shards that hears before writes its state to a majority of which the dead is one, and waits five seconds for him.
    /// </summary>
    private void TellUsers(Address died)
    {
        foreach (var (watchee, watchers) in Watching)
        {
            if (!watchee.Path.Address.Equals(died))
                continue;
            foreach (var watcher in watchers)
            {
                if (LaneRoute.HeadOf(watcher.Path) == "user")
                    watcher.SendSystemMessage(new DeathWatchNotification(watchee, existenceConfirmed: false, addressTerminated: true));
            }
        }
    }

    private void Add(Member member)
    {
        if (member.Address.Equals(_cluster.SelfAddress))
            return;
        _members.Add(member.Address);
        if (WatchingNodes.Contains(member.Address))
            UnwatchNode(member.Address); // watched before it was a member
        Unreachable.Remove(member.Address);
    }
}
