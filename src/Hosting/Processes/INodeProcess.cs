using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Processes;

/// <summary>One started process, from its start until nothing of it is left.</summary>
internal interface INodeProcess
{
    /// <summary>Names the process for good.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>Completes, at once, with the exit code when the process has ended; a signal is 128 + its number.</summary>
    Task<int> Exited { get; }

    /// <summary>
    /// Completes with 128 + the signal's number when a signal ends the process, as soon as the kernel has decided that: before it has taken the process's memory down, closed its files and
    /// given out its exit code, so before <see cref="Exited"/>. What the process wrote to standard error is known by then. Completes with null when it ends otherwise, or that cannot
    /// be known before <see cref="Over"/>.
    /// </summary>
    Task<int?> Killed { get; }

    /// <summary>
    /// Completes with true when also the process's group is empty and its output has been read to the end; with false when a process that left
    /// the group still holds the output and the host has let go of it.
    /// </summary>
    Task<bool> Over { get; }

    /// <summary>The last lines of standard error, oldest first.</summary>
    /// <param name="lines">How many at the most.</param>
    IReadOnlyList<string> ErrorTail(int lines);

    /// <summary>Sends the process alone a signal.</summary>
    /// <param name="signal">The signal's number; SIGTERM asks the process to end.</param>
    /// <returns>False when it has ended.</returns>
    bool Signal(int signal);

    /// <summary>Ends the process and its group (SIGKILL); nothing happens when they have ended.</summary>
    void Kill();
}
