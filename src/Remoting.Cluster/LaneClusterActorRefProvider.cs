using ActorIpc.Remoting.Lanes;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Cluster;
using Akka.Event;

namespace ActorIpc.Remoting.Cluster;

/// <summary>
/// Akka.Cluster's provider of references, whose references to processes of this machine write into lanes: the twin of <see cref="LaneActorRefProvider"/>. Chosen by
/// <c>akka.actor.provider = "ActorIpc.Remoting.Cluster.LaneClusterActorRefProvider, ActorIpc.Remoting.Cluster"</c>; see <see cref="ClusterLanesConfig"/>.
/// </summary>
public sealed class LaneClusterActorRefProvider : ClusterActorRefProvider, ILaneProvider
{
    /// <summary>Akka.Cluster's watcher runs there, whatever Akka.Remote's configuration says.</summary>
    private const string WatcherDispatcher = "akka.actor.internal-dispatcher";

    private LaneDirectory? _lanes; // null exactly before Init

    /// <summary>Made by Akka.</summary>
    /// <param name="systemName">The name of the actor system.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="eventStream">Its event stream.</param>
    public LaneClusterActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : base(systemName, settings, eventStream)
    {
    }

    /// <inheritdoc/>
    LaneDirectory ILaneProvider.Lanes => Lanes;

    private LaneDirectory Lanes => _lanes ?? throw LaneDirectory.NotBegun();

    /// <inheritdoc/>
    public override void Init(ActorSystemImpl system)
    {
        _lanes = new LaneDirectory(system, this);
        base.Init(system);
        _lanes.Start();
    }

    /// <inheritdoc/>
    protected override IActorRef CreateRemoteWatcher(ActorSystemImpl system)
    {
        // As in Akka.Cluster: the watcher subscribes to the cluster's events, so the extension is made first, by this thread.
        var cluster = Akka.Cluster.Cluster.Get(system);
        var detector = CreateRemoteWatcherFailureDetector(system);
        var lanes = Lanes;
        return lanes.StartWatcher(
            Props.Create(() => new LaneClusterWatcher(detector, lanes, cluster)).WithDispatcher(WatcherDispatcher).WithDeploy(Deploy.Local));
    }

    /// <inheritdoc/>
    protected override IInternalActorRef CreateRemoteRef(ActorPath actorPath, Address localAddress) => Lanes.MakeReference(actorPath, localAddress);

    /// <inheritdoc/>
    protected override IInternalActorRef CreateRemoteRef(Props props, IInternalActorRef supervisor, Address localAddress, ActorPath rpath, Deploy deployment) =>
        Lanes.MakeReference(props, supervisor, localAddress, rpath, deployment);
}
