using System.Net;
using ActorIpc.Links;
using Microsoft.Extensions.Logging;

namespace ActorIpc.Tests.Links;

/// <summary>Two runtimes of one process with a link between them, in a directory of their own.</summary>
internal sealed class LinkPair : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _directory;

    private LinkPair(string directory, LinkRuntime near, LinkRuntime far, LinkListener listener, Link left, Link right)
    {
        _directory = directory;
        NearRuntime = near;
        FarRuntime = far;
        Listener = listener;
        Left = left;
        Right = right;
    }

    public LinkRuntime NearRuntime { get; }

    public LinkRuntime FarRuntime { get; }

    public LinkListener Listener { get; }

    /// <summary>The connector's end.</summary>
    public Link Left { get; }

    /// <summary>The listener's end.</summary>
    public Link Right { get; }

    public static async Task<LinkPair> OpenAsync(
        LinkMedium medium, LinkOptions? options = null, LinkTuning? tuning = null, LinkRequest? request = null, LinkDecision? decision = null, ILogger? logger = null)
    {
        var directory = Directory.CreateTempSubdirectory("aipc-").FullName;
        options = (options ?? new LinkOptions()) with { RuntimeDirectory = directory, SegmentDirectory = directory };
        if (medium == LinkMedium.UnixSocket)
            options = options with { Media = LinkMedia.UnixSocket };
        var near = new LinkRuntime(options, logger);
        var far = new LinkRuntime(options, logger);
        var listener = LinkListener.Listen(far, "test://far", 22, medium == LinkMedium.Tcp ? new IPEndPoint(IPAddress.Loopback, 0) : null);
        var acceptor = new OneLink(decision ?? LinkDecision.Accept(tuning: tuning));
        listener.Accept(LinkPurpose.Channel, acceptor);
        var left = await LinkConnector.ConnectAsync(near, (request ?? new LinkRequest { To = "test://far", Purpose = LinkPurpose.Channel, From = "test://near", SystemUid = 11 }) with
        {
            Tcp = listener.Tcp,
            Tuning = tuning ?? new LinkTuning(),
        });
        var right = await acceptor.Link.WaitAsync(Patience);
        Assert.Equal(medium, left.Medium);
        Assert.Equal(medium, right.Medium);
        return new LinkPair(directory, near, far, listener, left, right);
    }

    public async ValueTask DisposeAsync()
    {
        NearRuntime.Dispose();
        FarRuntime.Dispose();
        await Task.WhenAll(Left.Closed, Right.Closed).WaitAsync(Patience);
        Assert.Empty(Directory.GetFiles(_directory));
        Directory.Delete(_directory);
    }
}
