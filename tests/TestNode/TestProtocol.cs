using ActorIpc.Messages;

namespace ActorIpc.TestNode;

/// <summary>What one can ask of a test node.</summary>
public interface ITestNode : IProtocol;

/// <summary>Answered with <see cref="Echoed"/>.</summary>
public sealed record Echo(string Text) : IRequest<ITestNode, Echoed>;

/// <summary>The text, and who answers.</summary>
#if UPGRADED
public sealed record Echoed(string Text, string Node, long Incarnation, int Pid, string Version = "upgraded");
#else
public sealed record Echoed(string Text, string Node, int Incarnation, int Pid);
#endif

/// <summary>Ask another test node the same and answer with its answer; tests references between nodes.</summary>
public sealed record EchoThrough(NodeRef<ITestNode> Other, string Text) : IRequest<ITestNode, Echoed>;

/// <summary>Do something bad, now.</summary>
public sealed record Misbehave(string How) : IMessage<ITestNode>;
