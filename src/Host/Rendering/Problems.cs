using ActorIpc.Hosting.Topologies;

namespace ActorIpc.Host.Rendering;

/// <summary>Says on standard error what is wrong with a topology, everything at once.</summary>
internal static class Problems
{
    /// <summary>Writes the problems.</summary>
    /// <param name="file">The topology's file.</param>
    /// <param name="exception">What is wrong.</param>
    public static void Write(FileInfo file, TopologyException exception)
    {
        Console.Error.WriteLine($"{file}: {(exception.Problems.Count == 1 ? "1 problem" : $"{exception.Problems.Count} problems")}, nothing was started");
        foreach (var problem in exception.Problems)
            Console.Error.WriteLine($"  {problem}");
    }
}
