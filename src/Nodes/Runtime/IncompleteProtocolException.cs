namespace ActorIpc.Nodes;

/// <summary>A class that is to serve a protocol does not handle all its messages.</summary>
/// <param name="message">All of them, each with what is wrong.</param>
public sealed class IncompleteProtocolException(string message) : Exception(message);
