namespace ActorIpc.Benchmarking;

/// <summary>A run could not be carried out.</summary>
/// <param name="message">What did not happen, for a person to read.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class BenchmarkException(string message, Exception? inner = null) : Exception(message, inner);
