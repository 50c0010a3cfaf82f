using System.Diagnostics;
using ActorIpc.Links;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests.Links;

/// <summary>Stopped peers, full file systems, foreign users, idleness.</summary>
public sealed class HardTimesTests
{
    private static readonly bool Stress = Environment.GetEnvironmentVariable("ACTORIPC_STRESS") == "1";

    [Theory(Timeout = 120_000)]
    [InlineData(LinkMedia.Memfd)]
    [InlineData(LinkMedia.UnixSocket)]
    public async Task Reader_StoppedUnderLoad_MemoryIsBoundedAndNothingIsLost(LinkMedia media)
    {
        const int count = 1_000_000;
        const long spill = 1024 * 1024;
        using var bench = new LinkBench();
        using var peer = PeerProcess.Start("listen", $"directory={bench.Folder}", "address=test://peer", $"media={(int)media}");
        var writer = await bench.ConnectAsync("test://peer", new LinkTuning { SpillLimit = spill });
        Signals.Send(peer.Pid, "STOP");
        var flood = Task.Run(() => writer.Flood(count));
        await Eventually.True(() => writer.Link.Counters.Refused > 0, LinkBench.Patience, "the spill is full");

        // The stop has to last: that is what is tested.
        await Task.Delay(Stress ? 15_000 : 1_000);
        Assert.InRange(writer.Link.WaitingBytes, spill / 2, spill);
        Assert.True(writer.Link.IsOpen);
        Signals.Send(peer.Pid, "CONT");

        await flood.WaitAsync(LinkBench.Patience);
        Assert.Equal(LinkEndKind.LocalClose, (await writer.Link.CloseAsync(LinkBench.Patience).WaitAsync(LinkBench.Patience)).Kind);
        await peer.SaysAsync($"end PeerClosed {count} ordered");
    }

    [Fact(Timeout = 120_000)]
    public async Task Writer_StoppedUnderLoad_GoesOnAfterwards()
    {
        const int count = 200_000;
        using var bench = new LinkBench();
        using var peer = PeerProcess.Start("connect", $"directory={bench.Folder}", $"address={LinkBench.Here}", $"write={count}", "close=true");
        var receiver = await bench.AcceptedAsync();
        Signals.Send(peer.Pid, "STOP");
        await Task.Delay(Stress ? 15_000 : 500);
        Assert.True(receiver.Link.IsOpen);
        Signals.Send(peer.Pid, "CONT");

        Assert.Equal(LinkEndKind.PeerClosed, (await receiver.Link.Closed.WaitAsync(LinkBench.Patience)).Kind);
        Assert.Equal((count, true), (receiver.Count, receiver.InOrder));
    }

    [Theory(Timeout = 120_000)]
    [InlineData(LinkMedia.Memfd)]
    [InlineData(LinkMedia.UnixSocket)]
    public async Task Links_ThatAreIdle_DoNotWakeUp(LinkMedia media)
    {
        using var bench = new LinkBench();
        using var peer = PeerProcess.Start("connect", $"directory={bench.Folder}", $"address={LinkBench.Here}", "write=100", $"media={(int)media}");
        var receiver = await bench.AcceptedAsync();
        await Eventually.True(() => receiver.Count == 100, LinkBench.Patience, "the traffic is over");

        // Quiet is reached when a stretch of time passes without a wake-up; a thread that wakes by itself never gets there.
        var last = -1L;
        await Eventually.Get(
            () =>
            {
                var before = bench.Runtime.ReaderWakeUps;
                Thread.Sleep(1000);
                last = bench.Runtime.ReaderWakeUps - before;
                return last;
            },
            woken => woken == 0,
            TimeSpan.FromSeconds(10),
            "no wake-up within a second");
    }

    [RootFact(Timeout = 120_000)]
    public async Task Segments_OnATinyFileSystem_DegradeWithAWarningAndWork()
    {
        var mount = Directory.CreateTempSubdirectory("aipc-tiny-").FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", mount);
        try
        {
            using var bench = new LinkBench(options => options with
            {
                SegmentDirectory = mount,
                Media = LinkMedia.SegmentFile | LinkMedia.UnixSocket,
                Ring = 1024 * 1024,
            });
            using var peer = PeerProcess.Start("listen", $"directory={bench.Folder}", $"segments={mount}", "address=test://peer", $"media={(int)(LinkMedia.SegmentFile | LinkMedia.UnixSocket)}", "ring=1048576");
            var links = new List<Receiver>();
            do
                links.Add(await bench.ConnectAsync("test://peer"));
            while (links[^1].Link.Medium == LinkMedium.SharedMemory && links.Count < 30);

            Assert.Equal(LinkMedium.UnixSocket, links[^1].Link.Medium);
            Assert.Equal(256 * 1024, links[0].Link.OutboundRing);
            Assert.Contains(bench.Log, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains($"directory={mount}", StringComparison.Ordinal)
                && line.Contains("needed=", StringComparison.Ordinal) && line.Contains("free=", StringComparison.Ordinal) && line.Contains("actoripc.links.segment-directory", StringComparison.Ordinal));
            foreach (var link in links)
                link.Flood(20_000);
            foreach (var link in links)
                await link.Link.CloseAsync(LinkBench.Patience).WaitAsync(LinkBench.Patience);
            await Eventually.Get(() => peer.Output, output => output.Split("end PeerClosed 20000 ordered").Length == links.Count + 1, LinkBench.Patience, "all records arrive");
            Assert.Empty(Directory.GetFiles(mount));
        }
        finally
        {
            Run("umount", "-l", mount);
            Directory.Delete(mount);
        }
    }

    [RootFact(Timeout = 120_000)]
    public async Task User_WhoIsAnother_IsRefusedByTheDirectoryAndByTheSocket()
    {
        const int nobody = 65534;
        using var bench = new LinkBench();
        using (var locked = PeerProcess.Start(nobody, "raw", $"directory={bench.Folder}", $"address={LinkBench.Here}"))
        {
            await locked.EndedAsync();
            Assert.DoesNotContain("answer", locked.Output, StringComparison.Ordinal);
        }
        using (var foreign = PeerProcess.Start(nobody, "connect", $"directory={bench.Folder}", $"address={LinkBench.Here}"))
        {
            await foreign.SaysAsync("must belong to this user (65534)");
            await foreign.EndedAsync();
        }

        // With the directory wide open the kernel's word for the peer's user still refuses it.
        Run("chmod", "755", bench.Folder);
        Run("chmod", "777", Path.Combine(bench.Folder, $"{Rendezvous.NameOf(LinkBench.Here)}.sock"));
        using var raw = PeerProcess.Start(nobody, "raw", $"directory={bench.Folder}", $"address={LinkBench.Here}");
        await raw.SaysAsync("refused OtherUser");
        Run("chmod", "700", bench.Folder);
        Assert.Empty(bench.Receivers);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
