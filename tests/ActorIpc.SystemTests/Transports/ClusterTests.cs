using System.Diagnostics;
using ActorIpc.SystemTests.Links;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests.Transports;

/// <summary>An Akka.Cluster of three processes that gained shared memory by configuration alone.</summary>
public sealed class ClusterTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Scratch _scratch = new();
    private readonly List<PeerProcess> _peers = [];

    public void Dispose()
    {
        foreach (var peer in _peers)
            peer.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData("auto", "akka.tcp", "shm")]
    [InlineData("shm", "akka.shm", "shm")]
    [InlineData("tcp", "akka.tcp", "tcp")]
    public async Task Cluster_OfThreeProcesses_FormsTalksAndOutlivesALeaverAndACrash(string transport, string scheme, string carrier)
    {
        var first = Start("cluster", transport);
        var seed = await AddressOf(first);
        Assert.StartsWith($"{scheme}://peers@", seed, StringComparison.Ordinal);
        var peers = new[] { first, Start("cluster", transport, seed), Start("cluster", transport, seed) };
        var addresses = await Task.WhenAll(peers.Select(AddressOf));

        for (var i = 0; i < peers.Length; i++)
        {
            foreach (var address in addresses)
                await Says(peers[i], $"up {address}");
            foreach (var other in addresses.Where((_, j) => j != i))
                await Says(peers[i], $"heard {other} over {carrier}");
            Assert.Equal(transport == "shm", TcpListeners.Of(peers[i].Pid).Count == 0);
        }

        Signals.Send(peers[2].Pid, "TERM");
        await Says(peers[0], $"removed {addresses[2]}");
        await peers[2].EndedAsync();
        peers[1].Kill();
        await Says(peers[0], $"removed {addresses[1]}");
    }

    [Fact]
    public async Task ClusterWithLanes_WhoseOldestIsKilled_HandsOverOnTheKernelsWordAndLeavesAStoppedMemberAlone()
    {
        // Failure detector and resolver do nothing within the hour: what is told of a death, and done about it, is the kernel's word; a stopped member is nobody's affair but theirs.
        // (With actoripc.lanes.down-dead-members = off the first is never removed and this fails.)
        var first = Start("cluster", "lanes");
        var seed = await AddressOf(first);
        await Says(first, $"up {seed}");
        var second = Start("cluster", "lanes", seed);
        await Says(second, $"up {await AddressOf(second)}");
        var third = Start("cluster", "lanes", seed);
        var addresses = await Task.WhenAll(new[] { first, second, third }.Select(AddressOf));
        await Says(first, "singleton");
        foreach (var (one, other) in new[] { (second, 0), (second, 2), (third, 0), (third, 1), (first, 1), (first, 2) })
            await Says(one, $"heard {addresses[other]} over shm");

        Signals.Send(third.Pid, "STOP");
        first.Kill();
        await Says(second, $"terminated {addresses[0]}");
        Signals.Send(third.Pid, "CONT");

        foreach (var survivor in new[] { second, third })
        {
            await Says(survivor, $"terminated {addresses[0]}");
            await Says(survivor, $"removed {addresses[0]}");
        }
        await Says(second, "singleton");
        Assert.DoesNotContain("singleton", third.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"unreachable {addresses[2]}", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"removed {addresses[2]}", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"terminated {addresses[2]}", second.Output, StringComparison.Ordinal);
    }

    private static Task<string> Says(PeerProcess peer, string text) =>
        Eventually.Get(() => peer.Output, output => output.Split('\n').Contains(text), Patience, $"the peer says {text}");

    private static async Task<string> AddressOf(PeerProcess peer)
    {
        const string word = "address ";
        var output = await Eventually.Get(
            () => peer.Output.Split('\n').FirstOrDefault(line => line.StartsWith(word, StringComparison.Ordinal)), line => line is not null, Patience, "the peer says its address");
        return output![word.Length..];
    }

    private PeerProcess Start(params string[] arguments)
    {
        var info = new ProcessStartInfo(BuildOutput.AkkaPeer, arguments);
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        var peer = PeerProcess.Start(info);
        _peers.Add(peer);
        return peer;
    }
}
