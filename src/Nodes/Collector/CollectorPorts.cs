using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using Akka.Actor;

namespace ActorIpc.Nodes.Collector;

/// <summary>What the collector needs of the world around it.</summary>
/// <param name="Subscribe">Tells an actor of the nodes that come and go.</param>
/// <param name="Source">Sends to the source.</param>
/// <param name="Listen">Has what a counter counted brought to an actor, as <see cref="Arrival"/>s; once for each counter, it follows the counter's restarts.</param>
/// <param name="Report">Says how many bytes are counted, of how many, with a remark.</param>
/// <param name="Note">Says something to the person who waits.</param>
/// <param name="Complete">Ends the job: the result is there.</param>
/// <param name="FailJob">Ends the job for the reason given.</param>
internal sealed record CollectorPorts(
    Action<IActorRef> Subscribe,
    Action<IMessage<ISource>> Source,
    Action<NodeName, IActorRef> Listen,
    Action<long, long, string> Report,
    Action<string> Note,
    Action Complete,
    Action<string> FailJob);
