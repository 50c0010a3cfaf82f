namespace ActorIpc.Hosting.Topologies;

/// <summary>The run that a topology is loaded for: its keys are the host's to give.</summary>
/// <param name="Id">Another one each time a host starts.</param>
/// <param name="Directory">The current directory of who started it.</param>
public sealed record TopologyRun(string Id, string Directory)
{
    /// <summary>A run that begins.</summary>
    /// <param name="directory">The current directory.</param>
    public static TopologyRun New(string directory) => new(Guid.NewGuid().ToString("N"), directory);
}
