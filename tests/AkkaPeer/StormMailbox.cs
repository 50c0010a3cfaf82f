using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace ActorIpc.AkkaPeer;

/// <summary>A mailbox that notes which way a message came: what comes by lane is delivered on a thread that reads links, which has a name.</summary>
/// <param name="settings">The actor system's.</param>
/// <param name="config">The mailbox's.</param>
public sealed class StormMailbox(Settings settings, Config config) : MailboxType(settings, config)
{
    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Queue();

    private sealed class Queue : IMessageQueue, IUnboundedMessageQueueSemantics
    {
        private readonly ConcurrentQueue<Envelope> _envelopes = new();

        public bool HasMessages => !_envelopes.IsEmpty;

        public int Count => _envelopes.Count;

        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            if (envelope.Message is byte[] message)
                StormMessage.Arrive(message, Thread.CurrentThread.Name?.StartsWith("actoripc-links-", StringComparison.Ordinal) == true);
            _envelopes.Enqueue(envelope);
        }

        public bool TryDequeue(out Envelope envelope) => _envelopes.TryDequeue(out envelope);

        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
            while (TryDequeue(out var envelope))
                deadletters.Enqueue(owner, envelope);
        }
    }
}
