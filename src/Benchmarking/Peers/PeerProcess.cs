using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Peers;

/// <summary>The other process of a run, seen from the one that measures. One order at a time.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private PeerProcess(Process process) => _process = process;

    /// <summary>The folder of this run: sockets and locks. The peer made it and removes it at its end.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>Starts this very program as the peer.</summary>
    /// <exception cref="BenchmarkException">It does not start.</exception>
    public static async Task<PeerProcess> StartAsync(CancellationToken cancellation)
    {
        var program = Environment.ProcessPath ?? throw new BenchmarkException("the program's own path is not known");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Under `dotnet program.dll` the process is the dotnet host, and the program its first argument.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        start.ArgumentList.Add(PeerProgram.Command);
        var peer = new PeerProcess(Process.Start(start) ?? throw new BenchmarkException($"the peer does not start: program={program}"));
        try
        {
            peer.Folder = (await peer.AskAsync(new PeerOrder(PeerOrderKind.Greet), cancellation).ConfigureAwait(false)).Text;
            return peer;
        }
        catch
        {
            await peer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Has the peer be the other side of a path.</summary>
    /// <param name="path">The path's name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What this side needs to find it.</returns>
    /// <exception cref="BenchmarkException">It cannot.</exception>
    public async Task<string> ServeAsync(string path, CancellationToken cancellation) =>
        (await AskAsync(new PeerOrder(PeerOrderKind.Serve, path), cancellation).ConfigureAwait(false)).Text;

    /// <summary>What both processes have used up so far.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BenchmarkException">The peer does not say.</exception>
    public async Task<ProcessUse> UseOfBothAsync(CancellationToken cancellation)
    {
        var reply = await AskAsync(new PeerOrder(PeerOrderKind.Use), cancellation).ConfigureAwait(false);
        return ProcessUse.OfThisProcess() + new ProcessUse(TimeSpan.FromMicroseconds(reply.ProcessorMicroseconds), reply.AllocatedBytes);
    }

    /// <summary>Lets the peer end, and kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await _process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
        _process.Dispose();
        if (Folder.Length > 0 && Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true); // It ended before it could.
    }

    private async Task<PeerReply> AskAsync(PeerOrder order, CancellationToken cancellation)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order, PeerJson.Default.PeerOrder)).WaitAsync(Patience, cancellation).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync(cancellation).WaitAsync(Patience, cancellation).ConfigureAwait(false);
            var line = await _process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(Patience, cancellation).ConfigureAwait(false)
                ?? throw new BenchmarkException($"the peer process ended: order={order}");
            var reply = JsonSerializer.Deserialize(line, PeerJson.Default.PeerReply)!;
            return reply.Problem is { } problem ? throw new BenchmarkException(problem) : reply;
        }
        catch (TimeoutException e)
        {
            throw new BenchmarkException($"the peer process does not answer within {Patience.TotalSeconds:0} s: order={order}", e);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new BenchmarkException($"the peer process ended or talks nonsense: order={order}: {e.Message}", e);
        }
    }
}
