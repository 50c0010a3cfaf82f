using ActorIpc.Benchmarking.Peers;

namespace ActorIpc.Benchmarking.Paths;

/// <summary>One way in which messages can go from process to process; both its sides.</summary>
internal interface IBenchmarkPath
{
    /// <summary>Its name on the command line and in the report.</summary>
    string Name { get; }

    /// <summary>What it is, in a sentence or two; docs/benchmarks.md repeats it.</summary>
    string Definition { get; }

    /// <summary>In the peer process: becomes the other side.</summary>
    /// <param name="folder">A private folder of the run, for sockets and locks.</param>
    ServedPath Serve(string folder);

    /// <summary>In the measuring process: connects to the other side and is ready to measure.</summary>
    /// <param name="peer">The peer process, which serves this path when told.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BenchmarkException">The two sides do not find each other.</exception>
    Task<OpenPath> OpenAsync(PeerProcess peer, CancellationToken cancellation);
}

/// <summary>A path's side in the peer process.</summary>
/// <param name="Text">What the other side needs to find it.</param>
/// <param name="Keep">What must live as long as the peer.</param>
internal sealed record ServedPath(string Text, object Keep);

/// <summary>A path that is ready.</summary>
/// <param name="Measurements">What can be measured on it.</param>
/// <param name="CloseAsync">Gives it up; the peer's side goes with the peer.</param>
internal sealed record OpenPath(IReadOnlyList<IMeasurement> Measurements, Func<ValueTask> CloseAsync);
