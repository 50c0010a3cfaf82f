using Akka.Actor;
using Akka.Event;

namespace ActorIpc.AkkaPeer;

/// <summary>
/// Counts the storm's messages that became dead letters in this process, on the thread that made them so. Whom one was for is in the message: a dead letter of Akka.Remote's own way
/// has lost its recipient.
/// </summary>
/// <param name="provider">The actor system's.</param>
/// <param name="book">Where it counts.</param>
internal sealed class StormUndertaker(IActorRefProvider provider, StormBook book) : MinimalActorRef
{
    /// <inheritdoc/>
    public override ActorPath Path { get; } = provider.RootPath / "undertaker";

    /// <inheritdoc/>
    public override IActorRefProvider Provider => provider;

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is DeadLetter { Message: byte[] letter })
            book.Lose(StormMessage.Read(letter));
    }
}
