using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Dispatch;

namespace ActorIpc.Remoting.Scheduling;

/// <summary>A message that is sent when its time has come. As with Akka's scheduler, actors of this process get it in an envelope by which telemetry knows it.</summary>
internal sealed class ScheduledTell(ICanTell receiver, object message, IActorRef sender) : IRunnable
{
    private readonly object _message = receiver is not ActorRefWithCell ? message
        : message is INotInfluenceReceiveTimeout ? new QuietEnvelope(message) : new Envelope(message);

    /// <inheritdoc/>
    public void Run() => receiver.Tell(_message, sender);

    /// <inheritdoc/>
    public void Execute() => Run();

    /// <inheritdoc/>
    public override string ToString() => $"{receiver}.Tell({_message}, {sender})";

    /// <summary>The envelope, which the receiving actor's cell opens.</summary>
    private class Envelope(object message) : IScheduledTellMsg
    {
        public object Message => message;

        public override string ToString() => $"scheduled {message}";
    }

    /// <summary>The envelope of a message that does not count as activity.</summary>
    private sealed class QuietEnvelope(object message) : Envelope(message), INotInfluenceReceiveTimeout;
}
