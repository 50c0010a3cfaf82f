namespace ActorIpc.Nodes.Collector;

/// <summary>The journal cannot be used, whoever tries: the message names it and says why, for a person to read.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="inner">The cause, where there is one.</param>
internal sealed class JournalException(string message, Exception? inner = null) : Exception(message, inner);
