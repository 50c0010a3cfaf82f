namespace ActorIpc.Nodes.Collector;

/// <summary>What a collector works on.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Output">The file that gets the result.</param>
/// <param name="Journal">The run's journal, in the output's folder.</param>
/// <param name="Incarnation">The collector's own incarnation.</param>
internal sealed record CollectorSettings(string RunId, string Output, string Journal, int Incarnation);
