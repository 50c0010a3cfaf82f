using Akka.Actor;

namespace ActorIpc.Hosting.Processes;

/// <summary>Brings the end of a process to an actor.</summary>
internal static class ProcessEnds
{
    /// <summary>Tells an actor of a process's end, as it comes.</summary>
    /// <param name="process">The process.</param>
    /// <param name="actor">The actor.</param>
    /// <param name="killed">Makes the message that a signal ends it, of the exit code; told first, where that is known before the process is gone.</param>
    /// <param name="over">Makes the message that nothing is left of it, of the exit code and of whether all of its output has been read.</param>
    public static async Task TellOfEndAsync(this INodeProcess process, IActorRef actor, Func<int, object> killed, Func<int, bool, object> over)
    {
        if (await process.Killed.ConfigureAwait(false) is { } signalled)
            actor.Tell(killed(signalled));
        var drained = await process.Over.ConfigureAwait(false);
        actor.Tell(over(await process.Exited.ConfigureAwait(false), drained));
    }
}
