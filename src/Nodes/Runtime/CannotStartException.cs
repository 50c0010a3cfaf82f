using ActorIpc.Messages;

namespace ActorIpc.Nodes;

/// <summary>
/// Thrown by a node's set-up when the node cannot start until a person changes something, such as when a file is not there: the process ends with <see cref="NodeExitCode.CannotStart"/>,
/// and the node is <c>failed</c> at once, with the message, instead of being restarted again and again.
/// </summary>
/// <param name="message">What is wrong and where, in one line.</param>
/// <param name="inner">What it was noticed by.</param>
public sealed class CannotStartException(string message, Exception? inner = null) : Exception(message, inner);
