using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;

namespace ActorIpc.Nodes.Collector;

/// <summary>What the collector needs of the world around it.</summary>
/// <param name="Source">Sends to the source.</param>
/// <param name="Counter">Sends to one of the counters.</param>
/// <param name="Report">Says how many bytes are counted, of how many, with a remark.</param>
/// <param name="Note">Says something to the person who waits.</param>
/// <param name="Complete">Ends the job: the result is there.</param>
/// <param name="FailJob">Ends the job for the reason given.</param>
internal sealed record CollectorPorts(
    Action<IMessage<ISource>> Source,
    Action<NodeName, IMessage<ICounter>> Counter,
    Action<long, long, string> Report,
    Action<string> Note,
    Action Complete,
    Action<string> FailJob);
