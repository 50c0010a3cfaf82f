using System.Diagnostics;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Meshes;

/// <summary>Meshes of several sizes, one after the other, each of new processes that are all alike; the measuring process only looks.</summary>
internal static class MeshBenchmark
{
    /// <summary>The stretches in which a mesh is counted; its figures are medians over them.</summary>
    private const int Stretches = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestStretch = TimeSpan.FromMilliseconds(100);

    /// <summary>What the end of a node's process takes of the time.</summary>
    private static readonly TimeSpan ClosingOfANode = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures meshes.</summary>
    /// <param name="sizes">Their numbers of nodes.</param>
    /// <param name="length">The time for all of them; large ones get more of it, for they share the processors.</param>
    /// <param name="progress">Told before each step.</param>
    /// <param name="cancellation">Ends it, and the nodes.</param>
    /// <exception cref="BenchmarkException">A node does not start, ends, or has not all its lanes in time.</exception>
    public static async Task<IReadOnlyList<MeshFigures>> RunAsync(
        IReadOnlyList<int> sizes, TimeSpan length, Action<BenchmarkProgress>? progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var found = new List<MeshFigures>();
        var weightLeft = sizes.Sum(Weight);
        foreach (var nodes in sizes)
        {
            progress?.Invoke(new BenchmarkProgress(found.Count, sizes.Count, $"mesh of {nodes}"));
            var share = (length - Stopwatch.GetElapsedTime(start)) * (Weight(nodes) / weightLeft);
            weightLeft -= Weight(nodes);
            found.Add(await RunAsync(nodes, share, cancellation).ConfigureAwait(false));
        }
        return found;
    }

    /// <summary>A part is the same for every mesh, the rest is for every node.</summary>
    private static double Weight(int nodes) => 2 + nodes;

    private static async Task<MeshFigures> RunAsync(int nodes, TimeSpan length, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var starting = Enumerable.Range(0, nodes).Select(_ => OwnThread.RunAsync(() => PeerProcess.Start(cancellation))).ToArray();
        try
        {
            var peers = await Task.WhenAll(starting).ConfigureAwait(false);
            return await OwnThread.RunAsync(() => Measure(peers, length - (nodes * ClosingOfANode), start, cancellation)).ConfigureAwait(false);
        }
        finally
        {
            // The first one's folder is everybody's: it goes last.
            var ending = starting.Where(peer => peer.IsCompletedSuccessfully).Select(peer => peer.Result).ToArray();
            await Task.WhenAll(ending.Skip(1).Select(EndAsync)).ConfigureAwait(false);
            await Task.WhenAll(ending.Take(1).Select(EndAsync)).ConfigureAwait(false);
        }
    }

    private static Task<bool> EndAsync(PeerProcess peer) => OwnThread.RunAsync(() =>
    {
        peer.Dispose();
        return true;
    });

    private static MeshFigures Measure(PeerProcess[] peers, TimeSpan length, long start, CancellationToken cancellation)
    {
        var order = new MeshOrder(peers[0].Folder, peers.Length, 0, []);
        order = order with { Addresses = [.. peers.Select((peer, index) => peer.OpenMesh(order with { Index = index }))] };
        for (var index = 0; index < peers.Length; index++)
            peers[index].BeginMesh(order with { Index = index });
        WaitForLanes(peers, cancellation);

        var left = length - Stopwatch.GetElapsedTime(start);
        Sleep(left / 2, cancellation); // what is compiled anew for the load is compiled meanwhile
        var looks = new List<MeshLook[]> { LookAtAll(peers) };
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            var stretchLength = (length - Stopwatch.GetElapsedTime(start)) / (Stretches - stretch);
            Sleep(stretchLength > ShortestStretch ? stretchLength : ShortestStretch, cancellation);
            looks.Add(LookAtAll(peers));
        }
        return MeshFigures.Of(looks);
    }

    private static void WaitForLanes(PeerProcess[] peers, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (LookAtAll(peers) is var looks && (looks.Any(look => look.OpenLanes < peers.Length - 1) || looks.Any(look => look.Messages == 0)))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new BenchmarkException(
                    $"every node must have a lane to every other within {Patience.TotalSeconds:0} s: nodes={peers.Length} lanes={string.Join(',', looks.Select(look => look.OpenLanes))}");
            }
            Sleep(LookAgain, cancellation);
        }
    }

    private static MeshLook[] LookAtAll(PeerProcess[] peers) => [.. peers.Select(peer => peer.LookAtMesh())];

    private static void Sleep(TimeSpan length, CancellationToken cancellation)
    {
        if (length > TimeSpan.Zero && cancellation.WaitHandle.WaitOne(length))
            throw new OperationCanceledException(cancellation);
    }
}
