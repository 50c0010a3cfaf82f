using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote;

namespace ActorIpc.Remoting.Lanes;

/// <summary>A reference to an actor of another process. What is told to it goes over a lane when its process has one, else as ever; everything else is Akka.Remote's.</summary>
internal sealed class LaneActorRef : RemoteActorRef
{
    private readonly LaneDirectory _lanes;
    private readonly RemoteTransport _transport;
    private LanePeer? _peer; // null exactly before the first message
    private bool _isLane; // what is told to the actor itself goes by lane
    private string? _text;

    /// <summary>Makes a reference; that connects nothing.</summary>
    public LaneActorRef(LaneDirectory lanes, RemoteTransport transport, Address localAddress, ActorPath path, IInternalActorRef parent, Props props, Deploy deploy)
        : base(transport, localAddress, path, parent, props, deploy)
    {
        _lanes = lanes;
        _transport = transport;
    }

    /// <summary>The path as it travels, address and number included.</summary>
    public string PathText => _text ??= Path.ToSerializationFormat();

    /// <summary>True when the actor lives only for one answer: its path is not worth an id.</summary>
    public bool IsTemporary { get; private set; }

    /// <summary>True when the actor was deployed from another process, so that the order to make it may still be on its way.</summary>
    public bool IsDeployed { get; private set; }

    /// <inheritdoc/>
    public override IActorRef GetChild(IReadOnlyList<string> name) => name.FirstOrDefault() switch
    {
        null => this,
        ".." => Parent.GetChild([.. name.Skip(1)]),
        _ => new LaneActorRef(_lanes, _transport, LocalAddressToUse, Path / name, ActorRefs.Nobody, Props.None, Deploy.None),
    };

    /// <summary>Makes the actor at the peer, when this is the reference of its deployment.</summary>
    public override void Start()
    {
        if (LaneRoute.IsDeployed(Path))
            _lanes.PeerOf(Path.Address).Create(Path, base.Start);
        else
            base.Start();
    }

    /// <summary>Says a death only after what waits to leave before it: the notice goes the classic way and would overtake.</summary>
    /// <param name="message">Any system message.</param>
    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is not DeathWatchNotification death || _lanes.Find(Path.Address) is not { } peer)
            base.SendSystemMessage(message);
        else if (IsToldByTheWatcher(death, peer))
            return;
        else if (peer.HasWaiting)
            _ = SayDeathAsync(peer, message);
        else
            base.SendSystemMessage(message);
    }

    /// <summary>Tells by Akka.Remote's own way.</summary>
    public void TellClassic(object message, IActorRef? sender) => base.TellInternal(message, sender);

    /// <summary>Nothing a message does may reach its sender: as in Akka.Remote it is an error in the log.</summary>
    public void Report(Exception failure) =>
        _lanes.System.EventStream.Publish(new Error(failure, Path.ToString(), GetType(), "swallowing exception during message send"));

    /// <summary>A message is too long: as in Akka.Remote it is dropped with an error in the log.</summary>
    public void ReportOversized(object message, int bytes, int limit) => _lanes.System.EventStream.Publish(new Error(
        null, Path.ToString(), GetType(),
        $"Discarding oversized payload sent to {Path}: max allowed size {limit} bytes, actual size of encoded {message.GetType()} was {bytes} bytes (actoripc.links.max-message)"));

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        var peer = Volatile.Read(ref _peer) ?? Route();
        if (message is ActorSelectionMessage selection ? _lanes.Route.IsLane(Path, selection.Elements) : _isLane)
            peer.Send(this, message, sender);
        else
            base.TellInternal(message, sender);
    }

    private LanePeer Route()
    {
        IsTemporary = LaneRoute.HeadOf(Path) == LaneRoute.Temporary;
        IsDeployed = LaneRoute.IsDeployed(Path);
        _isLane = _lanes.Route.IsLane(Path);
        var peer = _lanes.PeerOf(Path.Address);
        Volatile.Write(ref _peer, peer);
        return peer;
    }

    /// <summary>
    /// An actor that was deployed from elsewhere tells its end to its parent itself, which would not wait for what the actor has sent by lane before. The parent's system watches
    /// every actor it deploys, through its remote watcher, which waits, and tells the parent too: that is enough.
    /// </summary>
    private bool IsToldByTheWatcher(DeathWatchNotification death, LanePeer peer) =>
        peer.State != LaneState.Classic && LaneRoute.IsDeployed(death.Actor.Path) && _lanes.Route.IsLane(Path);

    private async Task SayDeathAsync(LanePeer peer, ISystemMessage message)
    {
        await peer.WaitUntilPublishedAsync().ConfigureAwait(false);
        base.SendSystemMessage(message);
    }
}
