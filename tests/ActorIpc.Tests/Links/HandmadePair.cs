using System.Net.Sockets;
using ActorIpc.Links;
using ActorIpc.Links.Segments;
using ActorIpc.Tests.Links.Logging;

namespace ActorIpc.Tests.Links;

/// <summary>Links put together without a handshake, so that a test has a hand of its own in the segment and on the socket.</summary>
internal sealed class HandmadePair : IDisposable
{
    private readonly LinkRuntime _runtime;
    private readonly string _directory = Directory.CreateTempSubdirectory("aipc-").FullName;

    public HandmadePair(bool shared)
    {
        _runtime = new LinkRuntime(new LinkOptions { RuntimeDirectory = _directory, CloseTimeout = TimeSpan.FromMilliseconds(200), SpillLimit = 100_000 }, Log);
        var (near, far) = SocketPair();
        near.Blocking = far.Blocking = false;
        Raw = near;
        if (shared)
        {
            var terms = new SegmentTerms(4096, 4096, 1 << 20, 0, Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
            var made = Segment.CreateInMemory(terms, null);
            var descriptor = (int)made.Handle.DangerousGetHandle();
            var attached = Segment.AttachMemory(Environment.ProcessId, descriptor, terms);
            Hostile = Segment.AttachMemory(Environment.ProcessId, descriptor, terms).Memory;
            made.Unlink();
            Left = _runtime.Open(Terms(), near, made, creator: true, tcp: false);
            Right = _runtime.Open(Terms(), far, attached, creator: false, tcp: false);
        }
        else
        {
            Right = _runtime.Open(Terms(), far, null, creator: false, tcp: false);
        }
    }

    public LogRecorder Log { get; } = new();

    /// <summary>The connector's end; null without a segment.</summary>
    public Link? Left { get; }

    /// <summary>The listener's end.</summary>
    public Link Right { get; }

    /// <summary>The connector's socket.</summary>
    public Socket Raw { get; }

    /// <summary>The segment, mapped once more.</summary>
    public MappedMemory? Hostile { get; }

    public void Dispose()
    {
        _runtime.Dispose();
        Raw.Dispose();
        Hostile?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static LinkTerms Terms() => new()
    {
        Purpose = LinkPurpose.Channel,
        LocalAddress = "test://handmade",
        Peer = new LinkPeer { Instance = Guid.NewGuid(), Address = "test://peer", SystemUid = 0, ProcessId = 1, UserId = 1, Data = default },
        MaxMessage = 1 << 20,
        SpillLimit = 100_000,
    };

    private (Socket Near, Socket Far) SocketPair()
    {
        var path = Path.Combine(_directory, "pair");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var near = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        near.Connect(new UnixDomainSocketEndPoint(path));
        return (near, listener.Accept());
    }
}
