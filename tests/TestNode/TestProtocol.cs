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

/// <summary>Hear this and think no more of it.</summary>
public sealed record Babble(string Words) : IMessage<ITestNode>;

/// <summary>Write the number, and who does, into a file; when that has been done the message has been processed, whatever happens next.</summary>
public sealed record Note(string File, int Number) : IMessage<ITestNode>;

/// <summary>Send notes and questions to another node, without a pause, until <see cref="LetBe"/>; answered when all questions have been answered or have failed.</summary>
public sealed record Pester(NodeRef<ITestNode> Other, string File, TimeSpan AskTimeout) : IRequest<ITestNode, Pestered>;

/// <summary>What came of it.</summary>
public sealed record Pestered(int Told, int Asked, int Failed, string FirstFailure);

/// <summary>Ends a <see cref="Pester"/>.</summary>
public sealed record LetBe : IMessage<ITestNode>;

/// <summary>What a delivery mode has done so far.</summary>
public sealed record HowMany(NodeRef<ITestNode> Other) : IRequest<ITestNode, DeliveryCounts>;

/// <summary>Tell another test node a note; answered with what the delivery mode has done so far.</summary>
public sealed record TellThrough(NodeRef<ITestNode> Other, Note Note) : IRequest<ITestNode, DeliveryCounts>;

/// <summary>Ask another test node for so long, one question after the other with a short pause; answered with how long the answers took.</summary>
public sealed record AskAround(NodeRef<ITestNode> Other, TimeSpan Duration) : IRequest<ITestNode, AskTimes>;

/// <summary>How many questions, and the longest time that 50 and 99 of a hundred took at most.</summary>
public sealed record AskTimes(int Asked, TimeSpan Median, TimeSpan P99);

/// <summary>Write so many MiB into a channel to another test node, which swallows them; answered when all were read.</summary>
public sealed record Gush(string To, int Megabytes) : IRequest<ITestNode, Gushed>;

/// <summary>How long that took.</summary>
public sealed record Gushed(TimeSpan Took);
