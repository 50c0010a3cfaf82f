using ActorIpc.Hosting.Processes;
using ActorIpc.Hosting.Statuses;
using ActorIpc.Hosting.Supervision;
using ActorIpc.Hosting.Topologies;
using ActorIpc.Messages;

namespace ActorIpc.Hosting;

/// <summary>The process of a life has been started.</summary>
/// <param name="Run">The life.</param>
/// <param name="Process">Its process.</param>
internal sealed record Spawned(NodeRun Run, INodeProcess Process);

/// <summary>The process of a life could not be started.</summary>
/// <param name="Run">The life.</param>
/// <param name="Error">Why.</param>
internal sealed record SpawnFailed(NodeRun Run, Exception Error);

/// <summary>A signal ends the process of a life; it is not gone yet.</summary>
/// <param name="Run">The life.</param>
/// <param name="ExitCode">The exit code it will have.</param>
internal sealed record ProcessKilled(NodeRun Run, int ExitCode);

/// <summary>The process of a life and its group have ended, and its output has been read or let go.</summary>
/// <param name="Run">The life.</param>
/// <param name="ExitCode">The process's exit code.</param>
/// <param name="Drained">False when somebody outside the group still holds the output.</param>
internal sealed record ProcessOver(NodeRun Run, int ExitCode, bool Drained);

/// <summary>A life has not become Ready in its time.</summary>
/// <param name="Run">The life.</param>
internal sealed record StartOverdue(NodeRun Run);

/// <summary>The next, harsher step of stopping a life is due.</summary>
/// <param name="Run">The life.</param>
/// <param name="Kill">True for SIGKILL, false for SIGTERM.</param>
internal sealed record StopStep(NodeRun Run, bool Kill);

/// <summary>Time to ping all nodes.</summary>
internal sealed record PulseTick
{
    /// <summary>The only one.</summary>
    public static PulseTick Instance { get; } = new();
}

/// <summary>A person's command; answered with <see cref="CommandDone"/>.</summary>
/// <param name="Command">The command.</param>
/// <param name="AwaitEnd">The node, child or supervisor whose nodes must have ended before the answer; null to answer at once.</param>
internal sealed record CarryOut(Command Command, NodeName? AwaitEnd = null);

/// <summary>A command was carried out, or refused.</summary>
/// <param name="Refusal">Why it was refused; null when it was carried out.</param>
internal sealed record CommandDone(string? Refusal);

/// <summary>Sends a signal to the processes of a node, a child or a supervisor; answered with <see cref="CommandDone"/>.</summary>
/// <param name="Target">The name.</param>
/// <param name="Signal">The signal's number.</param>
internal sealed record SendSignal(NodeName Target, int Signal);

/// <summary>Brings the host to a changed topology; answered with <see cref="TopologyApplied"/>.</summary>
/// <param name="Wanted">The topology, loaded for this run.</param>
/// <param name="DryRun">Whether nothing is to be changed.</param>
internal sealed record ApplyTopology(Topology Wanted, bool DryRun);

/// <summary>A topology was applied, or would be, or is refused.</summary>
/// <param name="Changes">What that changes.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
internal sealed record TopologyApplied(IReadOnlyList<TreeChange> Changes, string? Refusal);

/// <summary>Asks for the supervision tree as it is; answered with a <see cref="SupervisorSnapshot"/>.</summary>
internal sealed record GetTree
{
    /// <summary>The only one.</summary>
    public static GetTree Instance { get; } = new();
}

/// <summary>Asks for the state of everything; answered with a <see cref="HostStatus"/>.</summary>
internal sealed record GetStatus
{
    /// <summary>The only one.</summary>
    public static GetStatus Instance { get; } = new();
}
