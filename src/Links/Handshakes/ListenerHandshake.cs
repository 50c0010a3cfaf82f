using System.Net.Sockets;
using ActorIpc.Links.Interop;
using ActorIpc.Links.Segments;

namespace ActorIpc.Links.Handshakes;

/// <summary>The listener's side: looks at the HELLO, lets the acceptor decide, attaches to what the connector made, and waits for GO.</summary>
/// <param name="runtime">Whose link it becomes.</param>
/// <param name="listener">Who was called.</param>
/// <param name="socket">Accepted.</param>
/// <param name="tcp">True: a TCP socket.</param>
internal sealed class ListenerHandshake(LinkRuntime runtime, LinkListener listener, Socket socket, bool tcp)
{
    private readonly LinkOptions _options = runtime.Options;
    private readonly HandshakeSocket _frames = new(socket, runtime.Options.HandshakeTimeout);

    /// <summary>Runs it to the end, and hands the link to its acceptor.</summary>
    /// <exception cref="LinkException">There is no link; the peer has been told why, if it listens.</exception>
    public void Run()
    {
        try
        {
            var (link, acceptor) = Shake();
            acceptor.OnLink(link);
        }
        catch (LinkException refusal)
        {
            if (refusal.Failure != LinkFailure.PeerDied)
                _frames.TryReject(refusal.Failure, refusal.Message);
            throw;
        }
    }

    private (Link, ILinkAcceptor) Shake()
    {
        var credentials = tcp ? new PeerCredentials(0, uint.MaxValue) : PeerCredentials.Of(socket);
        if (!tcp && credentials.UserId != Posix.EffectiveUserId())
            throw new LinkException(LinkFailure.OtherUser, $"a connector must belong to the listener's user: listener={Posix.EffectiveUserId()} connector={credentials.UserId}");
        var hello = Greeting.Decode(FrameType.Hello, _frames.Receive(FrameType.Hello).Body);
        FaultPoints.Hit(FaultPoints.HandshakeHelloReceived);
        if (hello.To != listener.Address)
            throw new LinkException(LinkFailure.WrongAddress, $"this listener is {listener.Address}: asked for={hello.To}");
        var peer = ConnectorHandshake.PeerOf(hello, credentials, tcp);
        var acceptor = listener.AcceptorFor(hello.Purpose)
            ?? throw new LinkException(LinkFailure.NotServed, $"{listener.Address} takes no links for that purpose: purpose={hello.Purpose}");
        var decision = Decide(acceptor, new LinkHello(hello.Purpose, hello.To, peer));
        if (!decision.Accepted)
            throw new LinkException(decision.Failure, decision.Reason);

        var tuning = decision.Tuning;
        var welcome = new Greeting
        {
            Purpose = hello.Purpose,
            Media = decision.Media == LinkMedia.None ? _options.Media : _options.Media & decision.Media,
            Instance = runtime.Instance,
            SystemUid = listener.SystemUid,
            OutboundRing = Math.Min(tuning.OutboundRing ?? _options.Ring, hello.InboundRing),
            InboundRing = Math.Min(tuning.InboundRing ?? _options.Ring, hello.OutboundRing),
            MaxMessage = Math.Min(tuning.MaxMessage ?? _options.MaxMessage, hello.MaxMessage),
            To = hello.From,
            From = listener.Address,
            Data = decision.Data,
        };
        _frames.Send(FrameType.Welcome, welcome.Encode().Body);
        FaultPoints.Hit(FaultPoints.HandshakeWelcomeSent);

        var notes = new List<string>();
        var segment = Attach(hello, welcome, credentials, notes);
        try
        {
            _frames.Send(FrameType.Attached, default);
            FaultPoints.Hit(FaultPoints.HandshakeAttachedSent);
            _frames.Receive(FrameType.Go);
            var terms = new LinkTerms
            {
                Purpose = hello.Purpose,
                LocalAddress = listener.Address,
                Peer = peer,
                MaxMessage = welcome.MaxMessage,
                SpillLimit = tuning.SpillLimit ?? _options.SpillLimit,
                MediumNote = notes.Count == 0 ? null : string.Join("; ", notes),
            };
            return (runtime.Open(terms, socket, segment, creator: false, tcp), acceptor);
        }
        catch
        {
            segment?.Dispose();
            throw;
        }
    }

    private LinkDecision Decide(ILinkAcceptor acceptor, LinkHello hello)
    {
        try
        {
            var decision = acceptor.Decide(hello);
            LinkOptionsRules.Check(decision.Tuning);
            if (decision.Data.Length > LinkOptions.MaxHandshakeData)
                throw new ArgumentException($"handshake data must have at most {LinkOptions.MaxHandshakeData} bytes: bytes={decision.Data.Length}");
            return decision;
        }
        catch (Exception failure)
        {
            runtime.Log.AcceptorFailed(failure, listener.Address);
            return LinkDecision.Refuse("the acceptor failed");
        }
    }

    /// <summary>Takes offers until one can be attached; null: the link goes without a segment.</summary>
    private Segment? Attach(Greeting hello, Greeting welcome, PeerCredentials credentials, List<string> notes)
    {
        const int mostOffers = 3;
        for (var i = 0; i < mostOffers; i++)
        {
            var offer = SegmentOffer.Decode(_frames.Receive(FrameType.Segment).Body);
            if (offer.Kind == SegmentKind.None)
            {
                if (!tcp && (welcome.Media & LinkMedia.UnixSocket) == 0)
                    throw new LinkException(LinkFailure.NoMedium, "UnixSocket is switched off at the listener");
                if (!tcp && notes.Count == 0)
                    notes.Add("the connector offered no segment");
                return null;
            }
            if (tcp)
                throw new LinkException(LinkFailure.ProtocolViolation, "no segment is offered over TCP");
            var terms = new SegmentTerms(
                offer.Ring0, offer.Ring1, welcome.MaxMessage, welcome.Features & hello.Features, offer.Nonce, hello.Instance, runtime.Instance);
            Check(offer, welcome, terms);
            try
            {
                var segment = offer.Kind == SegmentKind.Memfd
                    ? Segment.AttachMemory(PidOf(offer, credentials), offer.Descriptor, terms)
                    : Segment.AttachFile(runtime.OpenSegmentDirectory(), offer.FileName, terms);
                FaultPoints.Hit(FaultPoints.HandshakeSegmentMapped);
                return segment;
            }
            catch (IOException error) when (error is not LinkException { Failure: LinkFailure.ProtocolViolation })
            {
                notes.Add($"{offer.Kind}: {error.Message}");
                _frames.Send(FrameType.Declined, new FrameWriter().Text(error.Message).Body);
            }
        }
        throw new LinkException(LinkFailure.ProtocolViolation, $"at most {mostOffers} segments are offered: offers={mostOffers}");
    }

    private void Check(SegmentOffer offer, Greeting welcome, SegmentTerms terms)
    {
        // Ring 0 carries what the connector writes.
        if (offer.Ring0 > welcome.InboundRing || offer.Ring1 > welcome.OutboundRing)
            throw new LinkException(
                LinkFailure.ProtocolViolation,
                $"rings must not be larger than agreed: ring-0={offer.Ring0} agreed={welcome.InboundRing} ring-1={offer.Ring1} agreed={welcome.OutboundRing}");
        var bytes = SegmentLayout.For(terms.Ring0, terms.Ring1).Bytes;
        if (offer.Bytes != bytes)
            throw new LinkException(LinkFailure.ProtocolViolation, $"a segment with these rings has {bytes} bytes: bytes={offer.Bytes}");
        var allowed = offer.Kind == SegmentKind.Memfd ? LinkMedia.Memfd : LinkMedia.SegmentFile;
        if ((welcome.Media & allowed) == 0)
            throw new LinkException(LinkFailure.ProtocolViolation, $"a segment must be of a kind that WELCOME allowed: kind={offer.Kind} allowed={welcome.Media}");
    }

    /// <summary>The kernel's word for the peer's pid, and only when the peer's own agrees: else it lives in another pid namespace and its /proc is not ours.</summary>
    private static int PidOf(SegmentOffer offer, PeerCredentials credentials) => credentials.ProcessId == offer.ProcessId && offer.ProcessId > 0 && offer.Descriptor >= 0
        ? credentials.ProcessId
        : throw new IOException($"the peer lives in another pid namespace: pid here={credentials.ProcessId} pid there={offer.ProcessId}");
}
