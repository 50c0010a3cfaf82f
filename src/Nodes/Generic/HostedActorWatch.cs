using Akka.Actor;

namespace ActorIpc.Nodes.Generic;

/// <summary>The node lives as long as its actor: an actor that stops by itself has completed its node's work, one that fails for good has crashed it.</summary>
internal sealed class HostedActorWatch : ReceiveActor
{
    /// <summary>Watches.</summary>
    /// <param name="node">The node.</param>
    /// <param name="actor">Its actor.</param>
    /// <param name="started">Completed when the actor has started, and failed when it could not.</param>
    public HostedActorWatch(Node node, IActorRef actor, TaskCompletionSource started)
    {
        Context.Watch(actor);
        actor.Tell(new Identify(null)); // The first message it gets: the answer says that it has started.
        Receive<ActorIdentity>(identity =>
        {
            // An actor that is no more has its dead letters answered for it, with nobody.
            if (identity.Subject is not null)
                started.TrySetResult();
        });
        Receive<Terminated>(_ =>
        {
            var failure = GuardianStrategy.LastFailure;
            if (failure is not null && started.TrySetException(failure))
                return; // That fails the node's set-up, and the node with it.
            started.TrySetResult();
            if (failure is null)
                node.Complete();
            else
                node.Fail($"the actor has failed: {failure}");
        });
    }
}
