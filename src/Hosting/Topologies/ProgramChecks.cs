using ActorIpc.Hosting.Supervision;

namespace ActorIpc.Hosting.Topologies;

/// <summary>Whether the files are there that the children of a tree are started from.</summary>
internal static class ProgramChecks
{
    /// <summary>Looks for all of them.</summary>
    /// <param name="topology">Says where.</param>
    /// <param name="spec">The child, or the supervisor with everything below it.</param>
    /// <param name="path">Its path; its problems' paths begin with it.</param>
    public static IEnumerable<TopologyProblem> Check(Topology topology, TreeSpec spec, string path)
    {
        if (spec is SupervisorSpec supervisor)
            return supervisor.Children.SelectMany(child => Check(topology, child, $"{path}.children.{child.Name}"));
        return spec is ChildSpec child ? Check(topology, child, path) : [];
    }

    private static IEnumerable<TopologyProblem> Check(Topology topology, ChildSpec child, string path)
    {
        var program = topology.ResolveExecutable(child.Executable);
        if (child.Executable.Length > 0 && !File.Exists(program))
            yield return new TopologyProblem($"{path}.executable", $"there is no such program (is it built?): executable={child.Executable} looked at={program}");
        // What is no name of a type, or no path, has been told already.
        if (child.Actor is not { AssemblyName.Length: > 0 } actor || actor.AssemblyPath?.Contains('\0') == true)
            yield break;
        var assembly = topology.ResolveAssembly(actor);
        if (!File.Exists(assembly))
            yield return new TopologyProblem($"{path}.actor", $"there is no such assembly (is it built?): actor={actor.Type} looked at={assembly}");
    }
}
