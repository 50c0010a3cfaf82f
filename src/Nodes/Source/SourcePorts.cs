using System.Threading.Channels;
using ActorIpc.Messages;
using ActorIpc.Messages.WordCount;
using Akka.Actor;

namespace ActorIpc.Nodes.Source;

/// <summary>What the source needs of the world around it; in a node these are the directory, a typed reference, channels, and the ways to end.</summary>
/// <param name="Subscribe">Tells an actor of the nodes that come and go.</param>
/// <param name="Collector">Sends to the collector.</param>
/// <param name="OpenChunks">Opens the channel to a counter, once; it follows the counter's restarts.</param>
/// <param name="Note">Says something to the person who waits.</param>
/// <param name="FailJob">Ends the job for the reason given.</param>
internal sealed record SourcePorts(
    Action<IActorRef> Subscribe,
    Action<IMessage<ICollector>> Collector,
    Func<NodeName, CancellationToken, Task<ChannelWriter<CountChunk>>> OpenChunks,
    Action<string> Note,
    Action<string> FailJob);
