using ActorIpc.Remoting.Serializers;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;
using Akka.Remote;

namespace ActorIpc.Remoting.Lanes;

/// <summary>
/// Akka.Remote's provider of references, whose references to processes of this machine write into lanes. Chosen by
/// <c>akka.actor.provider = "ActorIpc.Remoting.Lanes.LaneActorRefProvider, ActorIpc.Remoting"</c>; see <see cref="LanesConfig"/>.
/// </summary>
public sealed class LaneActorRefProvider : RemoteActorRefProvider
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

    /// <summary>The lanes of the actor system.</summary>
    internal LaneDirectory Lanes => _lanes ?? throw new InvalidOperationException("there are no lanes before the actor system has begun to start");

    /// <inheritdoc/>
    public override void Init(ActorSystemImpl system)
    {
        SystemFormats.Of(system).Install(); // Before the first message; a program whose own akka.extensions hide ours has this.
        _lanes = new LaneDirectory(system, this);
        base.Init(system);
        _lanes.Start();
    }

    /// <inheritdoc/>
    protected override IActorRef CreateRemoteWatcher(ActorSystemImpl system)
    {
        var detector = CreateRemoteWatcherFailureDetector(system);
        var (heartbeat, reaper, expected) =
            (RemoteSettings.WatchHeartBeatInterval, RemoteSettings.WatchUnreachableReaperInterval, RemoteSettings.WatchHeartbeatExpectedResponseAfter);
        var lanes = Lanes;
        return lanes.Watcher = system.SystemActorOf(
            RemoteSettings.ConfigureDispatcher(Props.Create(() => new LaneRemoteWatcher(detector, heartbeat, reaper, expected, lanes))), "remote-watcher");
    }

    /// <inheritdoc/>
    protected override IInternalActorRef CreateRemoteRef(ActorPath actorPath, Address localAddress) =>
        new LaneActorRef(Lanes, Transport, localAddress, actorPath, ActorRefs.Nobody, Props.None, Deploy.None);

    /// <inheritdoc/>
    protected override IInternalActorRef CreateRemoteRef(Props props, IInternalActorRef supervisor, Address localAddress, ActorPath rpath, Deploy deployment) =>
        new LaneActorRef(Lanes, Transport, localAddress, rpath, supervisor, props, deployment);
}
