using ActorIpc.Links;

namespace ActorIpc.Tests.Links;

/// <summary>The rules of the options.</summary>
public sealed class LinkOptionsTests
{
    [Fact]
    public void Defaults_AreValid() => Assert.Empty(new LinkOptions().Validate());

    [Fact]
    public void Errors_AreAllReportedAtOnce()
    {
        var options = new LinkOptions { Ring = 1000, SmallRing = 1 << 30, Media = LinkMedia.None, MaxMessage = 1, SpillLimit = -1, ReaderThreads = 0, HandshakeTimeout = TimeSpan.Zero };
        var errors = options.Validate();

        Assert.Contains(errors, error => error.Contains("must be a power of two", StringComparison.Ordinal) && error.EndsWith("ring=1000", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.EndsWith("reader-threads=0", StringComparison.Ordinal));
        Assert.True(errors.Count >= 7, string.Join('\n', errors));
        var thrown = Assert.Throws<ArgumentException>(() => new LinkRuntime(options));
        Assert.All(errors, error => Assert.Contains(error, thrown.Message, StringComparison.Ordinal));
    }
}
