using System.Diagnostics;
using System.Text.RegularExpressions;
using ActorIpc.SystemTests.Links;
using ActorIpc.SystemTests.Support;
using Xunit.Abstractions;

namespace ActorIpc.SystemTests.Samples;

/// <summary>samples/plain-akka-cluster: the same program does the same, with lanes by configuration alone; only a death is known sooner.</summary>
public sealed partial class PlainAkkaClusterTests(ITestOutputHelper output) : IDisposable
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
    [InlineData("tcp.conf")]
    [InlineData("lanes.conf")]
    public async Task Program_WithEitherConfiguration_KeepsItsCartsWhenAMemberIsKilled(string file)
    {
        var config = file == "tcp.conf" ? file : Blind(file);
        var first = Start(config);
        var seed = await AddressOf(first);
        var peers = new[] { first, Start(config, seed), Start(config, seed) };
        var addresses = await Task.WhenAll(peers.Select(AddressOf));
        foreach (var peer in peers)
        {
            foreach (var address in addresses)
                await Says(peer, line => line == $"up {address}", $"up {address}");
        }
        Assert.Equal(file == "lanes.conf", _scratch.LeftInRuntimeDirectory().Any(name => name.EndsWith(".sock", StringComparison.Ordinal)));

        // Carts until each member has some. A member asks for carts of another's through the region.
        var home = new Dictionary<string, string>();
        for (var i = 0; home.Values.Distinct().Count() < peers.Length; i++)
        {
            var (items, at) = await AddAsync(peers[i % peers.Length], $"cart-{i}", "apple");
            Assert.Equal(1, items);
            home.Add($"cart-{i}", at);
        }

        var watch = Stopwatch.StartNew();
        peers[2].Kill();
        foreach (var survivor in peers[..2])
            await Says(survivor, line => line == $"removed {addresses[2]}", "the killed one is removed");
        var removed = watch.Elapsed;
        foreach (var (cart, at) in home)
        {
            var (items, now) = await AddAsync(first, cart, "pear");
            // Who lived there begins anew elsewhere; everybody else is where he was, with what he had.
            Assert.Equal(at == addresses[2] ? 1 : 2, items);
            Assert.True(at == addresses[2] ? addresses[..2].Contains(now) : at == now, $"{cart} was at {at} and is at {now}");
        }
        output.WriteLine($"{file}: removed after {removed.TotalMilliseconds:0} ms, every cart answers after {watch.Elapsed.TotalMilliseconds:0} ms");

        await peers[1].FinishAsync();
        await Says(first, line => line == $"removed {addresses[1]}", "who leaves is removed");
        await first.FinishAsync();
    }

    [GeneratedRegex(@"^(\S+) has (\d+) items at (\S+)$")]
    private static partial Regex Answer();

    private static Task<string> Says(PeerProcess peer, Func<string, bool> line, string what) =>
        Eventually.Get(() => peer.Output.Split('\n').LastOrDefault(line) ?? "", text => text.Length > 0, Patience, $"the peer says: {what}");

    private static async Task<string> AddressOf(PeerProcess peer) => (await Says(peer, line => line.StartsWith("address ", StringComparison.Ordinal), "its address"))["address ".Length..];

    /// <summary>Puts an item into a cart; again when nobody answers, for what was told to the dead is lost.</summary>
    private static async Task<(int Items, string At)> AddAsync(PeerProcess peer, string cart, string item)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var before = Answers(peer, cart).Count;
            peer.Tell($"{cart} {item}");
            var answers = await Eventually.Get(() => Answers(peer, cart), all => all.Count > before, Patience, $"{cart} answers");
            if (Answer().Match(answers[^1]) is { Success: true } match)
                return (int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), match.Groups[3].Value);
        }
        throw new InvalidOperationException($"{cart} never answers: {peer.Output}");
    }

    private static List<string> Answers(PeerProcess peer, string cart) => [.. peer.Output.Split('\n').Where(line => line.StartsWith(cart + " ", StringComparison.Ordinal))];

    /// <summary>The sample's configuration with failure detector and resolver as good as switched off: a death that is known, and acted upon, is the kernel's word.</summary>
    private string Blind(string file) => _scratch.Write(
        file,
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(BuildOutput.PlainAkkaCluster)!, file)) + "\nakka.cluster { failure-detector.acceptable-heartbeat-pause = 1h, split-brain-resolver.stable-after = 1h }\n");

    private PeerProcess Start(params string[] arguments)
    {
        var info = new ProcessStartInfo(BuildOutput.PlainAkkaCluster, arguments);
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        var peer = PeerProcess.Start(info);
        _peers.Add(peer);
        return peer;
    }
}
