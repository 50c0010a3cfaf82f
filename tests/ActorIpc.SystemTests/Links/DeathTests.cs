using ActorIpc.Links;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests.Links;

/// <summary>SIGKILL at every named point: what was published is delivered, what was half-written is invisible, nothing is left on disk.</summary>
public sealed class DeathTests
{
    private const int Passes = 500;

    [Theory(Timeout = 60_000)]
    [InlineData("writer.half-record", Passes - 1)]
    [InlineData("writer.before-publish", Passes - 1)]
    [InlineData("writer.after-publish", Passes)]
    public async Task Writer_KilledAtAPoint_EverythingPublishedIsDelivered(string point, int published)
    {
        using var bench = new LinkBench();
        using var peer = Peer(bench, "connect", LinkBench.Here, $"at={point}:{Passes}", "write=-1", "spill=0");
        var receiver = await bench.AcceptedAsync();
        var end = await receiver.Link.Closed.WaitAsync(LinkBench.Patience);

        Assert.Equal(LinkEndKind.PeerDied, end.Kind);
        Assert.Equal(published, receiver.Count);
        Assert.True(receiver.InOrder);
        Assert.False(receiver.Link.TryWrite([1]));
        await peer.EndedAsync();
        await bench.AssertNothingLeft();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("writer.before-bell", 3)]
    [InlineData("writer.spilled", 1)]
    [InlineData("writer.spilled", 20)]
    public async Task Writer_KilledAtAPoint_TheEndIsSeenAndTheOrderHolds(string point, int pass)
    {
        using var bench = new LinkBench();
        using var peer = Peer(bench, "connect", LinkBench.Here, $"at={point}:{pass}", "write=-1", "ring=4096", "spill=4096");
        var receiver = await bench.AcceptedAsync();

        Assert.Equal(LinkEndKind.PeerDied, (await receiver.Link.Closed.WaitAsync(LinkBench.Patience)).Kind);
        Assert.True(receiver.InOrder && receiver.Count > 0);
        await peer.EndedAsync();
        await bench.AssertNothingLeft();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("reader.before-head", 5)]
    [InlineData("reader.armed", 5)]
    public async Task Reader_KilledAtAPoint_TheWriterSeesTheEnd(string point, int pass)
    {
        using var bench = new LinkBench();
        using var peer = Peer(bench, "listen", "test://peer", $"at={point}:{pass}");
        var writer = await bench.ConnectAsync("test://peer", new LinkTuning { SpillLimit = 100_000 });
        var flood = Task.Run(() =>
        {
            while (writer.Link.IsOpen)
                writer.Flood(100);
        });

        Assert.Equal(LinkEndKind.PeerDied, (await writer.Link.Closed.WaitAsync(LinkBench.Patience)).Kind);
        await flood.WaitAsync(LinkBench.Patience);
        Assert.Equal(0, bench.Runtime.SpilledBytes);
        await peer.EndedAsync();
        await bench.AssertNothingLeft();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("handshake.connected", 7)]
    [InlineData("handshake.hello-sent", 7)]
    [InlineData("handshake.segment-made", 7)]
    [InlineData("handshake.segment-made", 6)]
    [InlineData("handshake.segment-sent", 7)]
    [InlineData("handshake.segment-sent", 6)]
    [InlineData("handshake.unlinked", 6)]
    public async Task Connector_KilledInTheHandshake_TheListenerGoesOnAndNothingIsLeft(string point, int media)
    {
        using var bench = new LinkBench();
        using (var peer = Peer(bench, "connect", LinkBench.Here, $"at={point}:1", $"media={media}"))
            await peer.EndedAsync();

        await bench.AssertNothingLeft();
        using var next = Peer(bench, "connect", LinkBench.Here, "write=10");
        var receiver = await bench.AcceptedAsync();
        await Eventually.True(() => receiver.Count == 10, LinkBench.Patience, "the next peer is served");
        Assert.Single(bench.Receivers);
    }

    [Fact(Timeout = 60_000)]
    public async Task Connector_KilledRightAfterGo_TheLinkOpensAndEnds()
    {
        using var bench = new LinkBench();
        using var peer = Peer(bench, "connect", LinkBench.Here, "at=handshake.go-sent:1");
        var receiver = await bench.AcceptedAsync();
        Assert.Equal(LinkEndKind.PeerDied, (await receiver.Link.Closed.WaitAsync(LinkBench.Patience)).Kind);
        await bench.AssertNothingLeft();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("handshake.hello-received")]
    [InlineData("handshake.welcome-sent")]
    [InlineData("handshake.segment-mapped")]
    public async Task Listener_KilledInTheHandshake_TheConnectorIsToldAndNothingIsLeft(string point)
    {
        using var bench = new LinkBench(options => options with { Media = LinkMedia.SegmentFile | LinkMedia.UnixSocket });
        using var peer = Peer(bench, "listen", "test://peer", $"at={point}:1");
        await peer.SaysAsync("ready");

        var error = await Assert.ThrowsAsync<LinkException>(() => bench.ConnectAsync("test://peer").WaitAsync(LinkBench.Patience));

        Assert.Equal(LinkFailure.PeerDied, error.Failure);
        Assert.Equal(0, bench.Runtime.SegmentBytes);
        await peer.EndedAsync();
        await bench.AssertNothingLeft();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(LinkMedia.Memfd)]
    [InlineData(LinkMedia.SegmentFile)]
    [InlineData(LinkMedia.UnixSocket)]
    public async Task Peer_KilledUnderLoad_ItsEndAndItsInstancesEndAreSeen(LinkMedia media)
    {
        using var bench = new LinkBench();
        using var peer = Peer(bench, "connect", LinkBench.Here, "write=-1", $"media={(int)media}");
        var receiver = await bench.AcceptedAsync();
        await Eventually.True(() => receiver.Count > 10_000, LinkBench.Patience, "traffic runs");
        Assert.Equal(InstanceState.Alive, bench.Runtime.StateOf(receiver.Link.Peer.Instance));

        peer.Kill();

        Assert.Equal(LinkEndKind.PeerDied, (await receiver.Link.Closed.WaitAsync(LinkBench.Patience)).Kind);
        Assert.True(receiver.InOrder);
        await Eventually.True(() => bench.Runtime.StateOf(receiver.Link.Peer.Instance) == InstanceState.Ended, LinkBench.Patience, "the instance's lock is free");
        await bench.AssertNothingLeft();
    }

    [Fact(Timeout = 300_000)]
    public async Task Peers_KilledWithAThousandLinks_LeaveNoFileDescriptorMappingOrThread()
    {
        var (cycles, links) = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1" ? (1000, 5) : (20, 50);
        using var bench = new LinkBench();
        var before = default(Resources);
        for (var cycle = 0; cycle <= cycles; cycle++)
        {
            using var peer = Peer(bench, "connect", LinkBench.Here, $"links={links}", "write=20", $"media={(cycle % 3) switch { 0 => 1, 1 => 2, _ => 4 }}", "ring=4096");
            await Eventually.True(() => bench.Receivers.Count == links, LinkBench.Patience, "all links are open");
            peer.Kill();
            await Task.WhenAll(bench.Receivers.Select(receiver => receiver.Link.Closed)).WaitAsync(LinkBench.Patience);
            Assert.All(bench.Receivers, receiver => Assert.True(receiver.InOrder));
            bench.Receivers.Clear();
            if (cycle == 0)
                before = await Resources.SettledAsync();
        }

        await Eventually.Get(Resources.Now, now => now.IsWithin(before), LinkBench.Patience, $"as many resources as after the first cycle ({before})");
        await bench.AssertNothingLeft();
        Assert.Empty(bench.Runtime.Links);
    }

    private static PeerProcess Peer(LinkBench bench, string role, string address, params string[] more) =>
        PeerProcess.Start([role, $"directory={bench.Folder}", $"address={address}", .. more]);

    /// <summary>What a leak would grow.</summary>
    private readonly record struct Resources(int Descriptors, int Segments, int ReaderThreads)
    {
        public static Resources Now() => new(
            Directory.GetFiles("/proc/self/fd").Count(IsSocketOrSegment),
            File.ReadLines("/proc/self/maps").Count(line => line.Contains("actoripc-segment", StringComparison.Ordinal) || line.Contains("/aipc-", StringComparison.Ordinal)),
            Directory.GetDirectories("/proc/self/task").Count(IsOurs));

        public static async Task<Resources> SettledAsync()
        {
            var last = Now();
            await Eventually.True(
                () =>
                {
                    var now = Now();
                    var same = now == last && now.Segments == 0;
                    last = now;
                    return same;
                },
                LinkBench.Patience,
                "resources settle");
            return last;
        }

        public bool IsWithin(Resources other) => Descriptors <= other.Descriptors && Segments <= other.Segments && ReaderThreads <= other.ReaderThreads;

        private static bool IsSocketOrSegment(string descriptor)
        {
            var target = File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName ?? "";
            return target.Contains("socket:", StringComparison.Ordinal) || target.Contains("actoripc-segment", StringComparison.Ordinal) || target.Contains("/aipc-", StringComparison.Ordinal);
        }

        private static bool IsOurs(string task)
        {
            try
            {
                return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("actoripc-links", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                // It ended while it was looked at.
                return false;
            }
        }
    }
}
