namespace ActorIpc.Benchmarking.Paths;

/// <summary>All paths.</summary>
internal static class BenchmarkPaths
{
    /// <summary>In the order of measurement: the one that the others are compared with first.</summary>
    public static IReadOnlyList<IBenchmarkPath> All { get; } = [new TcpPath(), new TransportPath(), new LanePath(), new InProcessPath(), new RingPath(), new ChannelPath(), new UdsJsonPath()];

    /// <summary>The path of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="BenchmarkException">There is none.</exception>
    public static IBenchmarkPath Named(string name) =>
        All.FirstOrDefault(path => path.Name == name) ?? throw new BenchmarkException($"there is no such path: path={name}");
}
