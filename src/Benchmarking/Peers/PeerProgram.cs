using System.Text.Json;
using ActorIpc.Benchmarking.Meshes;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarking.Peers;

/// <summary>
/// The other process of a run: does what the lines on its standard input say, one after the other, and answers each with a line. It ends when its
/// standard input does, so it outlives nobody, and takes its folder with it.
/// </summary>
public static class PeerProgram
{
    /// <summary>The argument with which the program that runs a benchmark starts itself as the peer; that program calls <see cref="Run"/> then.</summary>
    public const string Command = "bench-peer";

    /// <summary>The whole of the process; does not return before standard input ends.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        Console.SetOut(Console.Error); // Standard output belongs to the answers.
        var folder = Directory.CreateTempSubdirectory("actoripc-bench-").FullName;
        var served = new List<ServedPath>();
        MeshNode? mesh = null; // null exactly before OpenMesh
        try
        {
            while (input.ReadLine() is { } line)
                output.WriteLine(JsonSerializer.Serialize(Answer(line, folder, served, ref mesh), PeerJson.Default.PeerReply));
        }
        catch (IOException)
        {
            // Nobody takes the answers any more: the end, like that of standard input.
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static PeerReply Answer(string line, string folder, List<ServedPath> served, ref MeshNode? mesh)
    {
        try
        {
            var order = JsonSerializer.Deserialize(line, PeerJson.Default.PeerOrder) ?? throw new JsonException("an order is not null");
            switch (order.Kind)
            {
                case PeerOrderKind.Greet:
                    return new PeerReply(Text: folder);
                case PeerOrderKind.Serve:
                    served.Add(BenchmarkPaths.Named(order.Path).Serve(folder));
                    return new PeerReply(Text: served[^1].Text);
                case PeerOrderKind.Use:
                    var use = ProcessUse.OfThisProcess();
                    return new PeerReply(ProcessorMicroseconds: use.Processor.TotalMicroseconds, AllocatedBytes: use.AllocatedBytes);
                case PeerOrderKind.CollectGarbage:
                    GC.Collect();
                    return new PeerReply();
                case PeerOrderKind.OpenMesh when order.Mesh is { } node:
                    mesh = new MeshNode(node);
                    return new PeerReply(Text: mesh.Address);
                case PeerOrderKind.BeginMesh when order.Mesh is { } node && mesh is not null:
                    mesh.Begin(node);
                    return new PeerReply();
                case PeerOrderKind.LookAtMesh when mesh is not null:
                    return new PeerReply(Mesh: mesh.Look());
                default:
                    return new PeerReply($"a peer knows no such order, or not yet: kind={order.Kind}");
            }
        }
        catch (Exception e)
        {
            return new PeerReply($"the order could not be carried out: line={line}: {e}");
        }
    }
}
