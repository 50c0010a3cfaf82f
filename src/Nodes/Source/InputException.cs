namespace ActorIpc.Nodes.Source;

/// <summary>The input cannot be counted, whoever tries: the message names the file and says why, for a person to read.</summary>
/// <param name="message">What is wrong with which file.</param>
/// <param name="inner">The cause, where there is one.</param>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);
