namespace ActorIpc.Benchmarking;

/// <summary>How far a run is.</summary>
/// <param name="Done">Steps that are done.</param>
/// <param name="Total">Steps in all.</param>
/// <param name="Step">What is done now, such as <c>round 2 of 5: tcp ask</c>.</param>
public sealed record BenchmarkProgress(int Done, int Total, string Step);
