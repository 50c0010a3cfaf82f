using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;
using Akka.Remote;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// Akka.Remote's provider of references, whose references to processes of this machine write into lanes. Chosen by
/// <c>akka.actor.provider = "ActorIpc.Remoting.Lanes.LaneActorRefProvider, ActorIpc.Remoting"</c>; see <see cref="LanesConfig"/>. Its twin for Akka.Cluster is in
/// ActorIpc.Remoting.Cluster.
/// </summary>
public sealed class LaneActorRefProvider : RemoteActorRefProvider, ILaneProvider
{
    private LaneDirectory? _lanes; // null exactly before Init

    /// <summary>Made by Akka.</summary>
    /// <param name="systemName">The name of the actor system.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="eventStream">Its event stream.</param>
    public LaneActorRefProvider(string systemName, Settings settings, EventStream eventStream)
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
        var detector = CreateRemoteWatcherFailureDetector(system);
        var lanes = Lanes;
        return lanes.StartWatcher(RemoteSettings.ConfigureDispatcher(Props.Create(typeof(LaneRemoteWatcher), detector, lanes)));
    }

    /// <inheritdoc/>
    protected override IInternalActorRef CreateRemoteRef(ActorPath actorPath, Address localAddress) => Lanes.MakeReference(actorPath, localAddress);

    /// <inheritdoc/>
    protected override IInternalActorRef CreateRemoteRef(Props props, IInternalActorRef supervisor, Address localAddress, ActorPath rpath, Deploy deployment) =>
        Lanes.MakeReference(props, supervisor, localAddress, rpath, deployment);
}
