using System.Net;
using ActorIpc.Channels;
using ActorIpc.Links;
using ActorIpc.SystemTests.Links;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests.Channels;

/// <summary>A test's end of a channel of numbers whose other end is a process: a listener in a directory of its own.</summary>
internal sealed class ChannelBench : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly ChannelMedium _medium;
    private readonly LinkRuntime _links;

    private ChannelBench(string folder, ChannelMedium medium, LinkRuntime links, IpcChannelListener<long> listener)
    {
        (_folder, _medium, _links) = (folder, medium, links);
        Listener = listener;
    }

    public IpcChannelListener<long> Listener { get; }

    public static async Task<ChannelBench> ListenAsync(ChannelMedium medium, IpcChannelOptions<long>? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("aipc-").FullName;
        var links = new LinkRuntime(new LinkOptions { RuntimeDirectory = folder, SegmentDirectory = folder });
        var listener = await IpcChannel.ListenAsync("numbers", (options ?? new IpcChannelOptions<long>()) with
        {
            Links = links,
            Medium = medium,
            Endpoint = medium == ChannelMedium.Tcp ? new IPEndPoint(IPAddress.Loopback, 0) : null,
            CloseTimeout = Patience,
        });
        return new ChannelBench(folder, medium, links, listener);
    }

    /// <summary>Starts the other end.</summary>
    public PeerProcess Start(params string[] arguments)
    {
        var port = Listener.Endpoint is { } endpoint ? new[] { $"port={endpoint.Port}" } : [];
        return PeerProcess.Start(new System.Diagnostics.ProcessStartInfo(BuildOutput.ChannelPeer, [.. arguments, $"directory={_folder}", $"medium={_medium}", .. port]));
    }

    public async ValueTask DisposeAsync()
    {
        await Listener.DisposeAsync();
        _links.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
