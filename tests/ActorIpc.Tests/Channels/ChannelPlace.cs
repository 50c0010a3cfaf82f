using ActorIpc.Links;

namespace ActorIpc.Tests.Channels;

/// <summary>A runtime directory of a test's own, and the links made in it.</summary>
internal sealed class ChannelPlace : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("aipc-").FullName;
    private readonly List<LinkRuntime> _links = [];

    /// <summary>Links as another process would have them.</summary>
    public LinkRuntime NewLinks()
    {
        var links = new LinkRuntime(new LinkOptions { RuntimeDirectory = _directory, SegmentDirectory = _directory });
        _links.Add(links);
        return links;
    }

    public void Dispose()
    {
        foreach (var links in _links)
            links.Dispose();
        Assert.Empty(Directory.GetFiles(_directory));
        Directory.Delete(_directory);
    }
}
