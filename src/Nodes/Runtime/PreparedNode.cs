using ActorIpc.Messages.Control;

namespace ActorIpc.Nodes;

/// <summary>What a program has made of its launch line before its actor system starts.</summary>
/// <param name="Launch">The launch line the actor system starts with: the one that was given, its HOCON extended at the end.</param>
/// <param name="Setup">Starts the node's actors, when it has its name.</param>
public sealed record PreparedNode(Launch Launch, Func<Node, Task> Setup);
