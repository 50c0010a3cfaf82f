using System.Globalization;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using Spectre.Console;

namespace ActorIpc.Host.Rendering;

/// <summary>Writes what a topology would run, as a tree.</summary>
internal static class TopologyTree
{
    /// <summary>Writes the tree.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="console">Where to.</param>
    public static void Write(Topology topology, IAnsiConsole console)
    {
        var tree = new Tree(new Text(Describe(topology.Root))) { Guide = TreeGuide.Ascii };
        AddChildren(tree, topology.Root, topology);
        console.Write(tree);
    }

    private static void AddChildren(IHasTreeNodes parent, SupervisorSpec supervisor, Topology topology)
    {
        foreach (var spec in supervisor.Children)
        {
            if (spec is SupervisorSpec nested)
                AddChildren(parent.AddNode(new Text(Describe(nested))), nested, topology);
            else if (spec is ChildSpec child)
                parent.AddNode(new Text(Describe(child, topology)));
        }
    }

    private static string Describe(SupervisorSpec supervisor) => string.Create(CultureInfo.InvariantCulture,
        $"{supervisor.Name}  {Words.Of(supervisor.Strategy)}  {supervisor.Intensity} restarts in {supervisor.Period.TotalSeconds:0.#} s");

    private static string Describe(ChildSpec child, Topology topology)
    {
        var parts = new List<string> { child.Name.Value, Words.Of(child.Restart) };
        if (child.Instances is { } instances)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"x{instances}"));
        if (child.Significant)
            parts.Add("significant");
        if (child.DependsOn.Count > 0)
            parts.Add($"after {string.Join(", ", child.DependsOn)}");
        parts.Add(topology.ResolveExecutable(child.Executable));
        if (child.Actor is { } actor)
            parts.Add($"hosts {actor.Type} ({string.Join(", ", actor.Arguments)})  {topology.ResolveAssembly(actor)}");
        return string.Join("  ", parts);
    }
}
