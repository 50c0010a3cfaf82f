using ActorIpc.Links.Deaths;

namespace ActorIpc.Hosting.Processes;

/// <summary>Starts processes: the one seam between supervision and the operating system.</summary>
internal interface IProcessLauncher
{
    /// <summary>Starts a process and writes the first line of its standard input.</summary>
    /// <param name="start">What to start.</param>
    /// <exception cref="ProcessStartException">The executable cannot be started; the message says why and where it was looked for.</exception>
    Task<INodeProcess> StartAsync(ProcessStart start);
}

/// <summary>A process to start.</summary>
/// <param name="Label">The node's name and incarnation, for threads and messages.</param>
/// <param name="Executable">Absolute path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables set beside the host's own.</param>
/// <param name="WorkingDirectory">Absolute path of its working directory.</param>
/// <param name="FirstLine">The first line of its standard input, without the line end; the input stays open after it.</param>
/// <param name="DeathMark">What the kernel marks when the process is killed, as the first line says; given back when nothing of the process is left. Null: there is none.</param>
/// <param name="OnLine">Called for each line of output with true when it came on standard error; in order for each of the two, and one at a time.</param>
internal sealed record ProcessStart(
    string Label,
    string Executable,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    string FirstLine,
    DeathMark? DeathMark,
    Action<string, bool> OnLine);

/// <summary>A process could not be started, and would not the next time either.</summary>
/// <param name="message">Why, with the path.</param>
/// <param name="inner">What the system said.</param>
internal sealed class ProcessStartException(string message, Exception? inner = null) : Exception(message, inner);
