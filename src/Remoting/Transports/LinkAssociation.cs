using ActorIpc.Links;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport;
using Google.Protobuf;

namespace ActorIpc.Remoting.Transports;

/// <summary>An association of Akka.Remote whose payloads are the records of a link.</summary>
/// <remarks>
/// A full ring is not a reason to answer false, which would cost the writer a back-off of 50 ms: the link's spill takes the payload, and only at its bound the
/// answer is false. Nothing is read from the link before Akka has given a listener, however late that is.
/// </remarks>
internal sealed class LinkAssociation : AssociationHandle, ILinkHandler
{
    private readonly SystemLinks _links;
    private readonly ILoggingAdapter _log;
    private IHandleEventListener? _listener; // null exactly until Akka has given one; then the link is started

    /// <summary>Makes an association over an open link that has not been started.</summary>
    /// <param name="local">This side's address, of the transport's scheme.</param>
    /// <param name="remote">The peer's.</param>
    /// <param name="link">The link; the association owns it.</param>
    /// <param name="links">The links of the actor system.</param>
    /// <param name="log">Where a payload that cannot be sent is told.</param>
    public LinkAssociation(Address local, Address remote, Link link, SystemLinks links, ILoggingAdapter log)
        : base(local, remote)
    {
        Link = link;
        _links = links;
        _log = log;
        ReadHandlerSource.Task.ContinueWith(
            registered => Begin(registered.Result), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    /// <summary>What carries it.</summary>
    public Link Link { get; }

    /// <inheritdoc/>
    public override bool Write(ByteString payload)
    {
        if (payload.Length <= Link.MaxMessage)
            return Link.TryWrite(payload.Span);
        // Cannot come from Akka's writer, which knows the limit, unless the two sides are configured differently. A false would be a retry without end.
        _log.Error(
            "A payload must not be longer than both sides allow, it is dropped: bytes={0} limit={1} remote={2}", payload.Length, Link.MaxMessage, RemoteAddress);
        return true;
    }

#pragma warning disable CS0672, CS0809 // The SPI's only way to end an association is marked obsolete for callers, and has to be overridden.
    /// <summary>Ends the association in order: what was written is delivered, then the peer hears of the end. May be called again.</summary>
    [Obsolete("Use the method that states reasons to make sure disassociation reasons are logged.")]
    public override void Disassociate() => _ = Link.CloseAsync();
#pragma warning restore CS0672, CS0809

    /// <inheritdoc/>
    public LinkFlow OnRecord(ReadOnlySpan<byte> payload)
    {
        _listener!.Notify(new InboundPayload(ByteString.CopyFrom(payload)));
        return LinkFlow.More;
    }

    /// <summary>The link's end, told once, after everything the peer had published.</summary>
    /// <param name="end">Why.</param>
    public void OnEnd(LinkEnd end)
    {
        _listener!.Notify(new Disassociated(DisassociateInfo.Unknown));
        if (end.Kind == LinkEndKind.PeerDied)
            _links.OnPeerLost(RemoteAddress, Link);
    }

    private void Begin(IHandleEventListener listener)
    {
        _listener = listener;
        Link.Start(this);
    }
}
