using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using ActorIpc.Benchmarking.Meshes;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Peers;

/// <summary>The other process of a run, seen from the one that measures. One order at a time.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationTokenRegistration _cancelled;

    private PeerProcess(Process process, CancellationToken cancellation)
    {
        _process = process;
        _cancelled = cancellation.Register(Kill);
    }

    /// <summary>Cancelled when the peer has ended, whoever ended it: nothing it was to answer will be answered.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>The folder of this run: sockets and locks. The peer made it and removes it at its end.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>Starts this very program as the peer.</summary>
    /// <param name="cancellation">Kills the peer; whoever waits for an answer is told that it ended.</param>
    /// <exception cref="BenchmarkException">It does not start.</exception>
    public static PeerProcess Start(CancellationToken cancellation)
    {
        var program = Environment.ProcessPath ?? throw new BenchmarkException("the program's own path is not known");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Under `dotnet program.dll` the process is the dotnet host, and the program its first argument.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        start.ArgumentList.Add(PeerProgram.Command);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var peer = new PeerProcess(process, cancellation);
        process.Exited += (_, _) => peer._gone.Cancel();
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new BenchmarkException($"the peer must start: program={program}: {e.Message}", e);
        }
        try
        {
            peer.Folder = peer.Ask(new PeerOrder(PeerOrderKind.Greet)).Text;
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Has the peer be the other side of a path.</summary>
    /// <param name="path">The path's name.</param>
    /// <returns>What this side needs to find it.</returns>
    /// <exception cref="BenchmarkException">It cannot.</exception>
    public string Serve(string path) => Ask(new PeerOrder(PeerOrderKind.Serve, path)).Text;

    /// <summary>What both processes have used up so far.</summary>
    /// <exception cref="BenchmarkException">The peer does not say.</exception>
    public ProcessUse UseOfBoth()
    {
        var reply = Ask(new PeerOrder(PeerOrderKind.Use));
        return ProcessUse.OfThisProcess() + new ProcessUse(TimeSpan.FromMicroseconds(reply.ProcessorMicroseconds), reply.AllocatedBytes);
    }

    /// <summary>Has both processes collect their garbage, so that it is not collected while something else is measured.</summary>
    /// <exception cref="BenchmarkException">The peer does not answer.</exception>
    public void CollectGarbageOfBoth()
    {
        GC.Collect();
        Ask(new PeerOrder(PeerOrderKind.CollectGarbage));
    }

    /// <summary>Has the peer be a node of a mesh.</summary>
    /// <param name="mesh">Which; no addresses yet.</param>
    /// <returns>The node's address.</returns>
    /// <exception cref="BenchmarkException">It cannot.</exception>
    public string OpenMesh(MeshOrder mesh) => Ask(new PeerOrder(PeerOrderKind.OpenMesh, Mesh: mesh)).Text;

    /// <summary>Lets the senders of its node begin.</summary>
    /// <param name="mesh">The same with all addresses.</param>
    /// <exception cref="BenchmarkException">It cannot.</exception>
    public void BeginMesh(MeshOrder mesh) => Ask(new PeerOrder(PeerOrderKind.BeginMesh, Mesh: mesh));

    /// <summary>How its node is.</summary>
    /// <exception cref="BenchmarkException">The peer does not say.</exception>
    public MeshLook LookAtMesh() =>
        Ask(new PeerOrder(PeerOrderKind.LookAtMesh)).Mesh ?? throw new BenchmarkException("a peer that looks at its mesh says what it sees: mesh=null");

    /// <summary>Lets the peer end, and kills it when it does not.</summary>
    public void Dispose()
    {
        _cancelled.Dispose();
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended and reads nothing more.
        }
        if (!_process.WaitForExit(EndPatience))
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
        if (Folder.Length > 0 && Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true); // It was killed before it could.
    }

    /// <summary>Gives an order and waits for its answer, on this thread: actors at full load must not delay it.</summary>
    private PeerReply Ask(PeerOrder order)
    {
        // Killed, it answers with its end.
        using var watchdog = new Timer(_ => Kill(), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(order, PeerJson.Default.PeerOrder));
            _process.StandardInput.Flush();
            var line = _process.StandardOutput.ReadLine()
                ?? throw new BenchmarkException($"the peer process must answer within {Patience.TotalSeconds:0} s: it ended: order={order}");
            var reply = JsonSerializer.Deserialize(line, PeerJson.Default.PeerReply)!;
            return reply.Problem is { } problem ? throw new BenchmarkException(problem) : reply;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new BenchmarkException($"the peer process ended or talks nonsense: order={order}: {e.Message}", e);
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
