using ActorIpc.Benchmarking.Paths;

namespace ActorIpc.Benchmarking;

/// <summary>What a run measures and how long it may take.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>The names of all paths, in the order in which they are measured.</summary>
    public static IReadOnlyList<string> AllPaths { get; } = [.. BenchmarkPaths.All.Select(path => path.Name)];

    private const int MostMeshNodes = 32;

    /// <summary>The paths to measure, by name; all unless told.</summary>
    public IReadOnlyList<string> Paths { get; init; } = AllPaths;

    /// <summary>The paths that are measured: <see cref="Paths"/>, and with the channel what it is compared with.</summary>
    public IReadOnlyList<string> MeasuredPaths => Paths.Contains(ChannelPath.PathName) && !Paths.Contains(UdsJsonPath.PathName) ? [.. Paths, UdsJsonPath.PathName] : Paths;

    /// <summary>How long the whole run may take; 100 s unless told.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>True: a node is killed again and again as well.</summary>
    public bool Crash { get; init; }

    /// <summary>How many times it is killed and counted, as far as <see cref="Length"/> admits; 50 unless told.</summary>
    public int Kills { get; init; } = 50;

    /// <summary>True: meshes of nodes are measured as well.</summary>
    public bool Mesh { get; init; }

    /// <summary>How many nodes each mesh has; 1, 2, 4, 8 and 16 unless told.</summary>
    public IReadOnlyList<int> MeshNodes { get; init; } = [1, 2, 4, 8, 16];

    /// <summary>The least <see cref="Length"/> in which these paths can be measured at all.</summary>
    public TimeSpan LeastLength => TimeSpan.FromSeconds(2 + MeasuredPaths.Count + (Crash ? 5 : 0) + (Mesh ? MeshNodes.Count + (MeshNodes.Sum() / 2.0) : 0));

    /// <summary>Every error in these options, each as <c>rule: name=value</c>; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        foreach (var path in Paths.Where(path => !AllPaths.Contains(path)))
            errors.Add($"there is no such path: path={path} paths={string.Join(',', AllPaths)}");
        foreach (var twice in Paths.GroupBy(path => path).Where(group => group.Count() > 1))
            errors.Add($"a path is named once: path={twice.Key}");
        if (Paths.Count == 0 && !Crash && !Mesh)
            errors.Add($"a run measures at least one path: paths={string.Join(',', AllPaths)}");
        foreach (var nodes in MeshNodes.Where(nodes => nodes is < 1 or > MostMeshNodes))
            errors.Add($"a mesh has 1 to {MostMeshNodes} nodes: nodes={nodes}");
        if (Mesh && MeshNodes.Count == 0)
            errors.Add("meshes have sizes: nodes=");
        if (Length < LeastLength || Length > TimeSpan.FromHours(1))
            errors.Add($"a run of {MeasuredPaths.Count} paths{(Crash ? " and crashes" : "")}{(Mesh ? " and meshes" : "")} takes {LeastLength.TotalSeconds:0} s to an hour: seconds={Length.TotalSeconds:0.###}");
        if (Kills is < 1 or > 5000)
            errors.Add($"a node is killed 1 to 5000 times: kills={Kills}");
        return errors;
    }
}
