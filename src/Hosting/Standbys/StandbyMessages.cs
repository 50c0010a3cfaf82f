using ActorIpc.Hosting.Processes;

namespace ActorIpc.Hosting.Standbys;

/// <summary>The process of a standby has been started.</summary>
/// <param name="Standby">The standby.</param>
/// <param name="Process">Its process.</param>
internal sealed record StandbySpawned(StandbyRun Standby, INodeProcess Process);

/// <summary>The process of a standby could not be started.</summary>
/// <param name="Standby">The standby.</param>
/// <param name="Error">Why.</param>
internal sealed record StandbySpawnFailed(StandbyRun Standby, Exception Error);

/// <summary>A signal ends the process of a standby, or of what it has become; it is not gone yet.</summary>
/// <param name="Standby">The standby.</param>
/// <param name="ExitCode">The exit code it will have.</param>
internal sealed record StandbyKilled(StandbyRun Standby, int ExitCode);

/// <summary>The process of a standby, or of what it has become, and its group have ended, and its output has been read or let go.</summary>
/// <param name="Standby">The standby.</param>
/// <param name="ExitCode">The process's exit code.</param>
/// <param name="Drained">False when somebody outside the group still holds the output.</param>
internal sealed record StandbyOver(StandbyRun Standby, int ExitCode, bool Drained);

/// <summary>A standby does not wait for a name in the time its child has to become Ready.</summary>
/// <param name="Standby">The standby.</param>
internal sealed record StandbyOverdue(StandbyRun Standby);
