using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using Akka.Actor;

namespace ActorIpc.Nodes.Counter;

/// <summary>What a counter needs of the world around it.</summary>
/// <param name="Name">The counter's own name.</param>
/// <param name="Subscribe">Tells an actor of the nodes that come and go.</param>
/// <param name="Collector">Sends to the collector.</param>
internal sealed record CounterPorts(NodeName Name, Action<IActorRef> Subscribe, Action<IMessage<ICollector>> Collector);
