namespace ActorIpc.Channels;

/// <summary>The bytes of the peer broke a rule of the channel; the channel is over, the process is not harmed.</summary>
/// <param name="message">The rule, and what came.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class ChannelProtocolException(string message, Exception? inner = null) : IOException(message, inner);
