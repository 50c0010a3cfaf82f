using System.Net;
using System.Net.Sockets;
using ActorIpc.Links;
using ActorIpc.Links.Handshakes;
using ActorIpc.Links.Segments;
using ActorIpc.Tests.Links.Logging;

namespace ActorIpc.Tests.Links.Handshakes;

/// <summary>The handshake against peers that do not do as they should: each is refused with a sentence, and the listener goes on.</summary>
public sealed class HandshakeTests : IDisposable
{
    private static readonly TimeSpan Patience = LinkPair.Patience;

    private readonly string _directory = Directory.CreateTempSubdirectory("aipc-").FullName;
    private readonly LogRecorder _log = new();
    private readonly LinkRuntime _runtime;
    private readonly LinkListener _listener;
    private readonly OneLink _acceptor = new();

    public HandshakeTests()
    {
        _runtime = Runtime(TimeSpan.FromSeconds(10));
        _listener = LinkListener.Listen(_runtime, "test://a");
        _listener.Accept(LinkPurpose.Channel, _acceptor);
    }

    [Fact]
    public async Task Connect_WhereNobodyListens_FailsNamingTheAddress()
    {
        var error = await Fails(Ask("test://nobody"), LinkFailure.NoListener);
        Assert.Contains("address=test://nobody", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_BeforeTheListenerIsThere_WaitsForIt()
    {
        var connecting = LinkConnector.ConnectAsync(_runtime, Ask("test://later") with { WaitForListener = Patience });
        Assert.False(connecting.IsCompleted);
        using var listener = LinkListener.Listen(_runtime, "test://later");
        listener.Accept(LinkPurpose.Channel, new OneLink());
        Assert.Equal("test://later", (await connecting.WaitAsync(Patience)).Peer.Address);
    }

    [Fact]
    public async Task Connect_Cancelled_Ends()
    {
        using var cancel = new CancellationTokenSource();
        var connecting = LinkConnector.ConnectAsync(_runtime, Ask("test://never") with { WaitForListener = Patience }, cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Fact]
    public async Task Purpose_WithoutAnAcceptor_IsRefused() => await Fails(Ask() with { Purpose = LinkPurpose.Lane }, LinkFailure.NotServed);

    [Fact]
    public async Task Acceptor_Withdrawn_RefusesAndAnotherMayCome()
    {
        using (_listener.Accept(LinkPurpose.Lane, new OneLink()))
        {
            Assert.Throws<InvalidOperationException>(() => _listener.Accept(LinkPurpose.Lane, new OneLink()));
        }
        await Fails(Ask() with { Purpose = LinkPurpose.Lane }, LinkFailure.NotServed);
        _listener.Accept(LinkPurpose.Lane, new OneLink());
        await LinkConnector.ConnectAsync(_runtime, Ask() with { Purpose = LinkPurpose.Lane });
    }

    [Fact]
    public async Task Acceptor_ThatRefuses_TellsItsReason()
    {
        _listener.Accept(LinkPurpose.Lane, new OneLink(LinkDecision.Refuse("format must be json: format=xml")));
        Assert.Contains("format must be json: format=xml", await Fails(Ask() with { Purpose = LinkPurpose.Lane }, LinkFailure.Refused), StringComparison.Ordinal);
    }

    [Fact]
    public void Listen_UnderANameThatIsHeld_FailsUntilItIsFree()
    {
        using var other = Runtime(Patience);
        Assert.Equal(LinkFailure.NameInUse, Assert.Throws<LinkException>(() => LinkListener.Listen(other, "test://a")).Failure);
        Assert.True(Rendezvous.MayListen("test://a", _directory));
        _listener.Dispose();
        Assert.False(Rendezvous.MayListen("test://a", _directory));
        Assert.True(LinkListener.TryListen(other, "test://a", out var taken));
        taken.Dispose();
    }

    [Fact]
    public void Listen_OnAnAddressThatIsNotLoopback_IsRefusedWithTheReason()
    {
        var error = Assert.Throws<LinkException>(() => LinkListener.Listen(_runtime, "test://b", tcp: new IPEndPoint(IPAddress.Any, 0)));
        Assert.Equal(LinkFailure.NotLoopback, error.Failure);
        Assert.Contains("endpoint=0.0.0.0:0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listener_Closed_LeavesItsLinksOpen()
    {
        var left = await LinkConnector.ConnectAsync(_runtime, Ask());
        var right = await _acceptor.Link.WaitAsync(Patience);
        _listener.Dispose();
        var handler = new RecordingHandler();
        right.Start(handler);
        Assert.True(left.TryWrite([1]));
        await Eventually.Equal(1, () => handler.Count, Patience);
    }

    [Fact]
    public void Version_ThatIsUnknown_IsRefusedNamingBoth()
    {
        using var peer = Connect();
        peer.Frames.Send(FrameType.Hello, Hello() with { OldestMajor = 7, Major = 9, Minor = 3 });

        var text = Assert.Throws<LinkException>(() => peer.Frames.Receive(FrameType.Welcome)).Message;
        Assert.Contains("this side speaks 1..1.0, the peer 7..9.3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hello_ForAnotherAddress_IsRefused()
    {
        using var peer = Connect();
        peer.Frames.Send(FrameType.Hello, Hello() with { To = "test://b" });
        Assert.Equal(LinkFailure.WrongAddress, Assert.Throws<LinkException>(() => peer.Frames.Receive(FrameType.Welcome)).Failure);
    }

    [Fact]
    public async Task Peer_ThatSaysNothing_IsRefusedAfterTheStepsTime()
    {
        using var impatient = Runtime(TimeSpan.FromMilliseconds(50));
        using var listener = LinkListener.Listen(impatient, "test://impatient");
        using var peer = Connect("test://impatient");
        var error = await Task.Run(() => Assert.Throws<LinkException>(() => peer.Frames.Receive(FrameType.Welcome))).WaitAsync(Patience);
        Assert.Equal(LinkFailure.TimedOut, error.Failure);
        Assert.Contains("step=Hello", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handshakes_PastTheBound_AreToldBusy()
    {
        using var runtime = new LinkRuntime(Options(Patience) with { PendingHandshakes = 2 });
        using var listener = LinkListener.Listen(runtime, "test://busy");
        using var first = Connect("test://busy");
        using var second = Connect("test://busy");
        using var third = Connect("test://busy");
        var error = await Task.Run(() => Assert.Throws<LinkException>(() => third.Frames.Receive(FrameType.Welcome))).WaitAsync(Patience);
        Assert.Equal(LinkFailure.Busy, error.Failure);
    }

    [Fact]
    public void Reject_ThatWaitsBehindAClosedSocket_IsStillRead()
    {
        var path = Path.Combine(_directory, "rejecting");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        using (var accepted = listener.Accept())
            new HandshakeSocket(accepted, Patience).TryReject(LinkFailure.Busy, "come back later");

        var error = Assert.Throws<LinkException>(() => new HandshakeSocket(socket, Patience).Send(FrameType.Hello, Hello()));
        Assert.Equal(LinkFailure.Busy, error.Failure);
        File.Delete(path);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/dev/zero")]
    public async Task Segment_WithAPathForAName_IsRefused(string name)
    {
        using var peer = Connect();
        peer.Frames.Send(FrameType.Hello, Hello());
        peer.Frames.Receive(FrameType.Welcome);
        peer.Frames.Send(FrameType.Segment, new SegmentOffer(SegmentKind.File, 1, 0, name, 4096, 4096, SegmentLayout.For(4096, 4096).Bytes, Guid.NewGuid()).Encode().Body);

        Assert.Equal(LinkFailure.ProtocolViolation, Assert.Throws<LinkException>(() => peer.Frames.Receive(FrameType.Attached)).Failure);
        await Eventually.True(() => _log.Has($"name={name}"), Patience, "one log line with the name");
    }

    [Fact]
    public void Segment_LargerThanAgreed_IsRefused()
    {
        using var peer = Connect();
        peer.Frames.Send(FrameType.Hello, Hello());
        peer.Frames.Receive(FrameType.Welcome);
        peer.Frames.Send(FrameType.Segment, new SegmentOffer(SegmentKind.Memfd, 1, 0, "", 8192, 4096, SegmentLayout.For(8192, 4096).Bytes, Guid.NewGuid()).Encode().Body);
        Assert.Contains("ring-0=8192 agreed=4096", Assert.Throws<LinkException>(() => peer.Frames.Receive(FrameType.Attached)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memfd_OfAnotherPidNamespace_IsDeclinedAndTheNextOfferTaken()
    {
        using var peer = Connect();
        peer.Frames.Send(FrameType.Hello, Hello());
        peer.Frames.Receive(FrameType.Welcome);
        peer.Frames.Send(FrameType.Segment, new SegmentOffer(SegmentKind.Memfd, 1, 0, "", 4096, 4096, SegmentLayout.For(4096, 4096).Bytes, Guid.NewGuid()).Encode().Body);
        Assert.Equal(FrameType.Declined, peer.Frames.Receive(FrameType.Attached, FrameType.Declined).Type);
        peer.Frames.Send(FrameType.Segment, SegmentOffer.Nothing.Encode().Body);
        Assert.Equal(FrameType.Attached, peer.Frames.Receive(FrameType.Attached, FrameType.Declined).Type);
        peer.Frames.Send(FrameType.Go, default);
    }

    [Fact]
    public async Task Media_SwitchedOffOneByOne_LeadToTheNextAndSayWhy()
    {
        foreach (var (media, expected, note) in new[]
        {
            (LinkMedia.All, LinkMedium.SharedMemory, null),
            (LinkMedia.SegmentFile | LinkMedia.UnixSocket, LinkMedium.SharedMemory, "Memfd is switched off here"),
            (LinkMedia.UnixSocket, LinkMedium.UnixSocket, "SegmentFile is switched off here"),
        })
        {
            var link = await LinkConnector.ConnectAsync(_runtime, Ask() with { Media = media });
            Assert.Equal(expected, link.Medium);
            if (note is null)
                Assert.Null(link.MediumNote);
            else
                Assert.Contains(note, link.MediumNote, StringComparison.Ordinal);
            link.Dispose();
        }
        using var other = new LinkRuntime(Options(Patience) with { Media = LinkMedia.SegmentFile });
        using var listener = LinkListener.Listen(other, "test://file-only");
        listener.Accept(LinkPurpose.Channel, new OneLink());
        Assert.Contains("UnixSocket is switched off", await Fails(Ask("test://file-only") with { Media = LinkMedia.UnixSocket }, LinkFailure.NoMedium), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Budget_UsedUp_LeadsToSmallerRingsThenToTheSocket()
    {
        using var poor = new LinkRuntime(Options(Patience) with { SegmentBudget = 600 * 1024 }, _log);
        var first = await LinkConnector.ConnectAsync(poor, Ask());
        var second = await LinkConnector.ConnectAsync(poor, Ask());
        Assert.Equal((64 * 1024, LinkMedium.SharedMemory), (first.OutboundRing, first.Medium));
        Assert.Contains("segment-budget=614400", second.MediumNote, StringComparison.Ordinal);
        while ((await LinkConnector.ConnectAsync(poor, Ask())).Medium == LinkMedium.SharedMemory)
        {
        }
        Assert.InRange(poor.SegmentBytes, 1, 600 * 1024);
        await poor.DisposeAsync();
        Assert.Equal(0, poor.SegmentBytes);
    }

    [Fact]
    public async Task Rings_AskedForDifferently_BecomeTheSmaller()
    {
        _listener.Accept(LinkPurpose.Lane, new OneLink(LinkDecision.Accept(tuning: new LinkTuning { OutboundRing = 8192, MaxMessage = 5000 })));
        var link = await LinkConnector.ConnectAsync(
            _runtime, Ask() with { Purpose = LinkPurpose.Lane, Tuning = new LinkTuning { OutboundRing = 16384, InboundRing = 65536, MaxMessage = 9000 } });
        Assert.Equal((16384, 8192, 5000), (link.OutboundRing, link.InboundRing, link.MaxMessage));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Listener_OfRandomFrames_RefusesEachAndGoesOn(int seed)
    {
        var random = new Random(seed);
        var rounds = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1" ? 20_000 : 150;
        for (var round = 0; round < rounds; round++)
        {
            using var peer = Connect();
            var bytes = Mutated(random);
            peer.Socket.Send(bytes);
            if (random.Next(2) == 0)
                peer.Socket.Send(Mutated(random));
        }
        var link = await LinkConnector.ConnectAsync(_runtime, Ask() with { Purpose = LinkPurpose.Channel });
        Assert.True(link.IsOpen, $"seed={seed}");
        Assert.False(_log.Has("An acceptor of"), _log.ToString());
    }

    [Theory]
    [InlineData(31)]
    public async Task Connector_OfARandomListener_FailsWithALinkException(int seed)
    {
        var random = new Random(seed);
        var path = Rendezvous.SocketPath(_directory, "test://random");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(10);
        for (var round = 0; round < 50; round++)
        {
            var connecting = LinkConnector.ConnectAsync(_runtime, Ask("test://random"));
            using (var accepted = await listener.AcceptAsync())
                accepted.Send(Mutated(random));
            await Assert.ThrowsAsync<LinkException>(() => connecting.WaitAsync(Patience));
        }
        File.Delete(path);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _runtime.Dispose();
        Assert.DoesNotContain(Directory.GetFiles(_directory), file => file.Contains(_runtime.Instance.ToString("N"), StringComparison.Ordinal));
        Directory.Delete(_directory, recursive: true);
    }

    private static LinkRequest Ask(string to = "test://a") => new() { To = to, Purpose = LinkPurpose.Channel };

    private static byte[] Mutated(Random random)
    {
        var body = Hello().Encode().Body.ToArray();
        var frame = new byte[body.Length + 5];
        BitConverter.TryWriteBytes(frame, body.Length + 1);
        frame[4] = (byte)random.Next(9);
        body.CopyTo(frame, 5);
        for (var i = random.Next(6); i > 0; i--)
            frame[random.Next(frame.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? frame[..random.Next(1, frame.Length)] : frame;
    }

    private static Greeting Hello() => new()
    {
        Purpose = LinkPurpose.Channel,
        Media = LinkMedia.All,
        Instance = Guid.NewGuid(),
        SystemUid = 1,
        OutboundRing = 4096,
        InboundRing = 4096,
        MaxMessage = 10_000,
        To = "test://a",
        From = "test://raw",
        Data = default,
    };

    private LinkOptions Options(TimeSpan timeout) => new() { RuntimeDirectory = _directory, SegmentDirectory = _directory, HandshakeTimeout = timeout };

    private LinkRuntime Runtime(TimeSpan timeout) => new(Options(timeout), _log);

    private async Task<string> Fails(LinkRequest request, LinkFailure failure)
    {
        var error = await Assert.ThrowsAsync<LinkException>(() => LinkConnector.ConnectAsync(_runtime, request));
        Assert.Equal(failure, error.Failure);
        return error.Message;
    }

    private RawPeer Connect(string to = "test://a")
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Rendezvous.SocketPath(_directory, to)));
        return new RawPeer(socket);
    }

    /// <summary>A peer that speaks frames by hand.</summary>
    private sealed class RawPeer(Socket socket) : IDisposable
    {
        public Socket Socket { get; } = socket;

        public HandshakeSocket Frames { get; } = new(socket, Patience);

        public void Dispose() => Socket.Dispose();
    }
}

/// <summary>Sending greetings by hand.</summary>
internal static class GreetingExtensions
{
    public static void Send(this HandshakeSocket frames, FrameType type, Greeting greeting) => frames.Send(type, greeting.Encode().Body);
}
