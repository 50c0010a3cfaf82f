using System.Net.Sockets;
using ActorIpc.Links.Interop;
using ActorIpc.Links.Segments;

namespace ActorIpc.Links.Handshakes;

/// <summary>The connector's side: HELLO, then a segment of its own making (or none), then GO. It pays the memory, so a flood of connects costs a listener nothing.</summary>
/// <param name="runtime">Whose link it becomes.</param>
/// <param name="request">What is asked for.</param>
/// <param name="socket">Connected.</param>
internal sealed class ConnectorHandshake(LinkRuntime runtime, LinkRequest request, Socket socket)
{
    private readonly LinkOptions _options = runtime.Options;
    private readonly HandshakeSocket _frames = new(socket, runtime.Options.HandshakeTimeout);
    private readonly List<string> _notes = [];
    private readonly bool _tcp = request.Tcp is not null;

    /// <summary>Runs it to the end.</summary>
    /// <exception cref="LinkException">There is no link.</exception>
    public Link Run()
    {
        var credentials = _tcp ? new PeerCredentials(0, uint.MaxValue) : PeerCredentials.Of(socket);
        if (!_tcp && credentials.UserId != Posix.EffectiveUserId())
            throw new LinkException(LinkFailure.OtherUser, $"the listener must belong to this user: this={Posix.EffectiveUserId()} listener={credentials.UserId}");
        FaultPoints.Hit(FaultPoints.HandshakeConnected);
        var media = request.Media == LinkMedia.None ? _options.Media : request.Media;
        var mine = new Greeting
        {
            Purpose = request.Purpose,
            Media = media,
            Instance = runtime.Instance,
            SystemUid = request.SystemUid,
            OutboundRing = request.Tuning.OutboundRing ?? _options.Ring,
            InboundRing = request.Tuning.InboundRing ?? _options.Ring,
            MaxMessage = request.Tuning.MaxMessage ?? _options.MaxMessage,
            To = request.To,
            From = request.From,
            Data = request.Data,
        };
        _frames.Send(FrameType.Hello, mine.Encode().Body);
        FaultPoints.Hit(FaultPoints.HandshakeHelloSent);
        var theirs = Greeting.Decode(FrameType.Welcome, _frames.Receive(FrameType.Welcome).Body);
        if (theirs.From != request.To || theirs.Purpose != request.Purpose)
            throw new LinkException(
                LinkFailure.WrongAddress, $"the listener must be {request.To} for {request.Purpose}: address={theirs.From} purpose={theirs.Purpose}");

        var maxMessage = Math.Min(mine.MaxMessage, theirs.MaxMessage);
        var segment = Offer(mine, theirs, maxMessage);
        try
        {
            FaultPoints.Hit(FaultPoints.HandshakeUnlinked);
            _frames.Send(FrameType.Go, default);
            FaultPoints.Hit(FaultPoints.HandshakeGoSent);
            var terms = new LinkTerms
            {
                Purpose = request.Purpose,
                LocalAddress = request.From,
                Peer = PeerOf(theirs, credentials, _tcp),
                MaxMessage = maxMessage,
                SpillLimit = request.Tuning.SpillLimit ?? _options.SpillLimit,
                MediumNote = _notes.Count == 0 ? null : string.Join("; ", _notes),
            };
            return runtime.Open(terms, socket, segment, creator: true, _tcp);
        }
        catch
        {
            segment?.Dispose();
            throw;
        }
    }

    internal static LinkPeer PeerOf(Greeting greeting, PeerCredentials credentials, bool tcp) => new()
    {
        Instance = greeting.Instance,
        Address = greeting.From,
        SystemUid = greeting.SystemUid,
        ProcessId = credentials.ProcessId,
        UserId = tcp ? -1 : (int)credentials.UserId,
        Data = greeting.Data,
    };

    /// <summary>Offers one place after the other until the peer has attached; null: the link goes without a segment.</summary>
    private Segment? Offer(Greeting mine, Greeting theirs, int maxMessage)
    {
        var agreed = mine.Media & theirs.Media;
        if (!_tcp)
        {
            var terms = new SegmentTerms(
                Math.Min(mine.OutboundRing, theirs.InboundRing),
                Math.Min(mine.InboundRing, theirs.OutboundRing),
                maxMessage,
                mine.Features & theirs.Features,
                Guid.NewGuid(),
                runtime.Instance,
                theirs.Instance);
            foreach (var (kind, medium) in new[] { (SegmentKind.Memfd, LinkMedia.Memfd), (SegmentKind.File, LinkMedia.SegmentFile) })
            {
                if ((agreed & medium) == 0)
                    _notes.Add($"{medium} is switched off {((mine.Media & medium) == 0 ? "here" : "at the peer")}");
                else if (TryOffer(kind, terms) is { } segment)
                    return segment;
            }
            if ((agreed & LinkMedia.UnixSocket) == 0)
                throw NoMedium("UnixSocket is switched off");
        }
        SendOffer(SegmentOffer.Nothing);
        _frames.Receive(FrameType.Attached);
        return null;
    }

    private Segment? TryOffer(SegmentKind kind, SegmentTerms wanted)
    {
        var maker = new SegmentMaker(runtime, kind, request.To);
        var made = maker.TryMake(wanted, _notes);
        if (made is not (var segment, var terms))
            return null;
        try
        {
            FaultPoints.Hit(FaultPoints.HandshakeSegmentMade);
            var descriptor = kind == SegmentKind.Memfd ? (int)segment.Handle.DangerousGetHandle() : 0;
            SendOffer(new SegmentOffer(
                kind, Environment.ProcessId, descriptor, segment.FileName ?? "", terms.Ring0, terms.Ring1, segment.Layout.Bytes, terms.Nonce));
            FaultPoints.Hit(FaultPoints.HandshakeSegmentSent);
            var (answer, body) = _frames.Receive(FrameType.Attached, FrameType.Declined);
            if (answer == FrameType.Attached)
            {
                segment.Unlink();
                return segment;
            }
            _notes.Add($"{kind}: the peer could not attach: {new FrameReader(body).Text("text", 2048)}");
        }
        catch
        {
            segment.Dispose();
            throw;
        }
        segment.Dispose();
        return null;
    }

    private void SendOffer(SegmentOffer offer) => _frames.Send(FrameType.Segment, offer.Encode().Body);

    private LinkException NoMedium(string last)
    {
        _notes.Add(last);
        var text = $"none of the allowed media can be had: {string.Join("; ", _notes)}";
        _frames.TryReject(LinkFailure.NoMedium, text);
        return new LinkException(LinkFailure.NoMedium, text);
    }
}
