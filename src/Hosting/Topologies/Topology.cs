using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Topologies;

/// <summary>What one host runs: a tree of supervisors and children, and the configuration all its processes get.</summary>
public sealed record Topology
{
    /// <summary>The name; that of every actor system of the topology, and the host's claim on this machine. Letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>The outermost supervisor.</summary>
    public required SupervisorSpec Root { get; init; }

    /// <summary>The HOCON every node starts with; a child spec's own comes after it and wins.</summary>
    public string Hocon { get; init; } = "";

    /// <summary>HOCON that wins over both: what <c>--set</c> gave, and the keys of the run.</summary>
    public string Overrides { get; init; } = "";

    /// <summary>The path of the file it came from; empty when it was made by code.</summary>
    public string SourcePath { get; init; } = "";

    /// <summary>The folder in which an executable given by name alone is looked for.</summary>
    public string NodesDirectory { get; init; } = Path.Combine(AppContext.BaseDirectory, "nodes");

    /// <summary>The id of the run, made anew by each start of a host.</summary>
    public string RunId { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>The current directory of who started the run.</summary>
    public string RunDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Files the nodes of this run share; the host removes them when the tree has ended.</summary>
    public IReadOnlyList<string> JobFiles { get; init; } = [];

    /// <summary>
    /// The program a child spec names: a name alone is looked for in <see cref="NodesDirectory"/>, a path is relative to the topology's file.
    /// </summary>
    /// <param name="executable">The child spec's executable.</param>
    public string ResolveExecutable(string executable)
    {
        var name = OperatingSystem.IsWindows() && !Path.HasExtension(executable) ? executable + ".exe" : executable;
        return name.Contains('/', StringComparison.Ordinal) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? Path.GetFullPath(name, BaseDirectory)
            : InNodesDirectory(name);
    }

    /// <summary>The file of the assembly that has an actor.</summary>
    /// <param name="actor">The actor.</param>
    public string ResolveAssembly(ActorSpec actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var path = Path.GetFullPath(actor.AssemblyPath ?? ".", BaseDirectory);
        return path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? path : Path.Combine(path, $"{actor.AssemblyName}.dll");
    }

    /// <summary>What the launch lines of a child's nodes say of its actor; null when it has none.</summary>
    /// <param name="child">The child spec.</param>
    internal ActorLaunch? LaunchOf(ChildSpec child) => child.Actor is { } actor
        ? new ActorLaunch(actor.Type, ResolveAssembly(actor), [.. actor.Arguments], actor.NameIn(child), actor.Protocol)
        : null;

    /// <summary>The node that hosts actors comes with the host, wherever the topology's own programs are.</summary>
    private string InNodesDirectory(string name)
    {
        var path = Path.Combine(NodesDirectory, name);
        var own = Path.Combine(AppContext.BaseDirectory, "nodes", name);
        return Path.GetFileNameWithoutExtension(name) == ActorSpec.Executable && !File.Exists(path) && File.Exists(own) ? own : path;
    }

    /// <summary>The same topology with a part of its tree: the entries named, everything below and above them, and what any of these depends on.</summary>
    /// <param name="names">Children and supervisors; none: the whole.</param>
    /// <exception cref="UnknownEntryException">The tree has no entry of a name.</exception>
    public Topology Only(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count == 0 ? this : this with { Root = Subset.Of(Root, names) };
    }

    /// <summary>All child specs of the tree in declared order, those of nested supervisors included.</summary>
    public IEnumerable<ChildSpec> Children() => Children(Root);

    /// <summary>The HOCON one child's nodes get.</summary>
    /// <param name="child">The child spec.</param>
    public string HoconOf(ChildSpec child) => $"{Hocon}\n{child.Hocon}\n{Overrides}";

    private static IEnumerable<ChildSpec> Children(SupervisorSpec supervisor) =>
        supervisor.Children.SelectMany(spec => spec is SupervisorSpec nested ? Children(nested) : [(ChildSpec)spec]);

    /// <summary>The folder paths inside the topology are relative to: that of its file, or the current one.</summary>
    public string BaseDirectory => SourcePath.Length == 0 ? Environment.CurrentDirectory : Path.GetDirectoryName(SourcePath) ?? Environment.CurrentDirectory;
}
