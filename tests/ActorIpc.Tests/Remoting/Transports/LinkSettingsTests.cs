using ActorIpc.Links;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Transports;
using Akka.Configuration;

namespace ActorIpc.Tests.Remoting.Transports;

/// <summary>The section <c>actoripc.links</c>.</summary>
public sealed class LinkSettingsTests
{
    [Fact]
    public void Reference_SaysWhatTheOptionsInitialValuesAre() => Assert.Equal(new LinkOptions(), LinkSettings.Read(RemotingConfig.Reference()));

    [Fact]
    public void EveryOption_WrittenAndRead_IsTheSame()
    {
        var options = new LinkOptions
        {
            RuntimeDirectory = "/run/a",
            SegmentDirectory = "/dev/shm/b",
            Media = LinkMedia.SegmentFile | LinkMedia.UnixSocket,
            Ring = 8192,
            SmallRing = 4096,
            SegmentBudget = 12_345,
            MaxMessage = 54_321,
            SpillLimit = 777,
            SpillLimitProcess = 7777,
            ControlReserve = 99,
            ReaderThreads = 3,
            IdleSpin = TimeSpan.FromMicroseconds(125),
            HandshakeTimeout = TimeSpan.FromSeconds(1.5),
            PendingHandshakes = 5,
            CloseTimeout = TimeSpan.FromSeconds(9),
        };

        Assert.Equal(options, LinkSettings.Read(LinkSettings.ToConfig(options)));
    }

    [Fact]
    public void Errors_AreAllReportedAtOnceWithTheirPaths()
    {
        var config = ConfigurationFactory.ParseString("""
            actoripc.links {
              ring = many
              media = [memfd, carrier-pigeon]
              idle-spin = soon
              runtime-directory = "not/absolute"
              reader-threads = a few
            }
            """);

        var error = Assert.Throws<ConfigurationException>(() => LinkSettings.Read(config));

        foreach (var (key, value) in new[]
        {
            ("ring", "many"), ("media", "carrier-pigeon"), ("idle-spin", "soon"), ("runtime-directory", "not/absolute"), ("reader-threads", "a few"),
        })
            Assert.Contains(error.Message.Split(Environment.NewLine), line => line.StartsWith($"actoripc.links.{key}:", StringComparison.Ordinal) && line.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_ThatValuesBreak_AreReportedWithTheSection()
    {
        var error = Assert.Throws<ConfigurationException>(() => LinkSettings.Read(ConfigurationFactory.ParseString("actoripc.links.ring = 1000")));

        Assert.Contains("actoripc.links: ring must be a power of two", error.Message, StringComparison.Ordinal);
        Assert.Contains("ring=1000", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hostname", "two words")]
    [InlineData("port", "70000")]
    [InlineData("maximum-payload-bytes", "100")]
    public void Transport_WithABadSection_IsToldAsTheSystemStarts(string key, string value)
    {
        using var folder = new TempFolder();
        var config = ConfigurationFactory.ParseString($$"""
            akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = remote, remote.shared-memory.{{key}} = "{{value}}" }
            actoripc.links.runtime-directory = "{{folder.Path}}"
            """).WithFallback(SharedMemoryConfig.WithoutTcp());

        var error = Assert.ThrowsAny<Exception>(() => Akka.Actor.ActorSystem.Create("bad", config));

        Assert.Contains($"akka.remote.shared-memory.{key}", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(value, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", true, false)]
    [InlineData("shm", false, true)]
    [InlineData("tcp", false, false)]
    public void TransportKey_ChoosesWhatIsPluggedIn(string value, bool adapter, bool pure)
    {
        var config = SharedMemoryConfig.Of(ConfigurationFactory.ParseString($"actoripc.transport = {value}"));

        Assert.Equal(adapter, config.HasPath("akka.remote.dot-netty.tcp.applied-adapters"));
        Assert.Equal(pure, config.HasPath("akka.remote.enabled-transports"));
    }

    [Fact]
    public void TransportKey_Unknown_IsRefusedWithItsValue()
    {
        var error = Assert.Throws<ConfigurationException>(() => SharedMemoryConfig.Of(ConfigurationFactory.ParseString("actoripc.transport = pigeon")));

        Assert.Contains("pigeon", error.Message, StringComparison.Ordinal);
    }
}
