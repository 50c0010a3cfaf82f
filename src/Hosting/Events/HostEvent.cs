using ActorIpc.Messages;

namespace ActorIpc.Hosting.Events;

/// <summary>Something that happened under a host, as told by <c>INodeHost.Events</c>, to the log and to commands.</summary>
/// <param name="Time">When the host saw it.</param>
public abstract record HostEvent(DateTimeOffset Time);

/// <summary>A stop takes a while; told every second.</summary>
/// <param name="Time">When.</param>
/// <param name="Waiting">For whom it waits and what comes next, such as <c>pricing (SIGKILL in 0.8 s)</c>.</param>
public sealed record StopWaiting(DateTimeOffset Time, IReadOnlyList<string> Waiting) : HostEvent(Time);

/// <summary>This subscriber did not keep up and lost lines of nodes' output; told when there is room again.</summary>
/// <param name="Time">When.</param>
/// <param name="Lines">How many lines.</param>
public sealed record OutputSkipped(DateTimeOffset Time, long Lines) : HostEvent(Time);

/// <summary>Something that happened to a node.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The life it happened to; 0 before the first.</param>
public abstract record NodeEvent(DateTimeOffset Time, NodeName Node, int Incarnation) : HostEvent(Time);

/// <summary>A process was started for the node, or a standby takes over.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The new life.</param>
/// <param name="Pid">The process.</param>
/// <param name="Standby">The number of the standby that takes over this life; null when a process was started for it.</param>
public sealed record NodeStarting(DateTimeOffset Time, NodeName Node, int Incarnation, int Pid, long? Standby = null) : NodeEvent(Time, Node, Incarnation);

/// <summary>The node can serve.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The life that is ready.</param>
/// <param name="Pid">The process.</param>
/// <param name="Address">The address of its actor system.</param>
/// <param name="Link">What carries its association with the host: shm, unix or tcp.</param>
/// <param name="Took">From the start of its process to Ready.</param>
/// <param name="DownFor">From the end of the life before to Ready; null for the first life.</param>
public sealed record NodeReady(
    DateTimeOffset Time, NodeName Node, int Incarnation, int Pid, string Address, string Link, TimeSpan Took, TimeSpan? DownFor)
    : NodeEvent(Time, Node, Incarnation);

/// <summary>A life of the node has ended. Of one that ended before it had a process, since it could not be started or was asked to stop before its turn, there was no <see cref="NodeStarting"/>.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The life that ended.</param>
/// <param name="Reason">How it ended, for a person to read, such as <c>killed (SIGKILL)</c>.</param>
/// <param name="ExitCode">The process's exit code; a signal is 128 + its number; null when it could not be started.</param>
/// <param name="Lived">From the start of the process to its end.</param>
/// <param name="LastLines">The last lines of its standard error, oldest first.</param>
/// <param name="Expected">True when it was asked to end or ended normally.</param>
public sealed record NodeDown(
    DateTimeOffset Time, NodeName Node, int Incarnation, string Reason, int? ExitCode, TimeSpan Lived, IReadOnlyList<string> LastLines, bool Expected)
    : NodeEvent(Time, Node, Incarnation);

/// <summary>The node will be started again.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The life that ended.</param>
/// <param name="Delay">When: zero is at once.</param>
/// <param name="Restarts">How many restarts count against the intensity now, this one included.</param>
/// <param name="Intensity">How many are allowed.</param>
/// <param name="Period">Within what time.</param>
public sealed record NodeBackoff(DateTimeOffset Time, NodeName Node, int Incarnation, TimeSpan Delay, int Restarts, int Intensity, TimeSpan Period)
    : NodeEvent(Time, Node, Incarnation);

/// <summary>The node was asked to stop.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The life that is to end.</param>
public sealed record NodeStopping(DateTimeOffset Time, NodeName Node, int Incarnation) : NodeEvent(Time, Node, Incarnation);

/// <summary>The node is not started again: it finished, it was stopped, or it cannot be started.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">Its last life.</param>
/// <param name="State">Completed, Stopped or Failed.</param>
public sealed record NodeEnded(DateTimeOffset Time, NodeName Node, int Incarnation, Messages.Control.NodeState State)
    : NodeEvent(Time, Node, Incarnation);

/// <summary>The node does not answer its pings and is about to be killed.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The life that hangs.</param>
/// <param name="Silence">How long it has not answered.</param>
public sealed record NodeHung(DateTimeOffset Time, NodeName Node, int Incarnation, TimeSpan Silence) : NodeEvent(Time, Node, Incarnation);

/// <summary>Something has happened to a lane that leads out of the node: messages to the peer go by it, or the classic way.</summary>
/// <param name="Time">When the node saw it, which told it with its next answer to a ping.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The life whose lane it is.</param>
/// <param name="Kind">What.</param>
/// <param name="Peer">The life to which the lane leads, such as <c>pricing#2</c>, or its address when it is none of this host's nodes.</param>
/// <param name="Reason">Why, or over what, for a person to read.</param>
public sealed record NodeLaneChanged(DateTimeOffset Time, NodeName Node, int Incarnation, Messages.Control.LaneChangeKind Kind, string Peer, string Reason)
    : NodeEvent(Time, Node, Incarnation);

/// <summary>A supervisor gave up: restarts exceeded its intensity.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Node">The node whose end was one too many.</param>
/// <param name="Incarnation">That life.</param>
/// <param name="Supervisor">The supervisor that gave up.</param>
/// <param name="Reason">The figures, for a person to read.</param>
public sealed record SupervisorEscalated(DateTimeOffset Time, NodeName Node, int Incarnation, string Supervisor, string Reason)
    : NodeEvent(Time, Node, Incarnation);

/// <summary>A node says how far the job is.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The life that says so.</param>
/// <param name="Done">How much is done, in <paramref name="Unit"/>s.</param>
/// <param name="Total">How much there is in all; 0 while that is not known.</param>
/// <param name="Unit">The unit of both.</param>
/// <param name="Note">A short remark; may be empty.</param>
public sealed record JobProgressed(DateTimeOffset Time, NodeName Node, int Incarnation, long Done, long Total, string Unit, string Note)
    : NodeEvent(Time, Node, Incarnation);

/// <summary>Something that happened to a warm standby: a process that waits for the name of its child's next life.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Child">The name of its child spec.</param>
/// <param name="Number">Which of the host's standbys it is.</param>
public abstract record StandbyEvent(DateTimeOffset Time, NodeName Child, long Number) : HostEvent(Time);

/// <summary>A process was started to be a standby.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Child">The name of its child spec.</param>
/// <param name="Number">Which of the host's standbys it is.</param>
/// <param name="Pid">The process.</param>
public sealed record StandbyStarting(DateTimeOffset Time, NodeName Child, long Number, int Pid) : StandbyEvent(Time, Child, Number);

/// <summary>A standby waits for a name.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Child">The name of its child spec.</param>
/// <param name="Number">Which of the host's standbys it is.</param>
/// <param name="Pid">The process.</param>
/// <param name="Took">From the start of its process.</param>
public sealed record StandbyReady(DateTimeOffset Time, NodeName Child, long Number, int Pid, TimeSpan Took) : StandbyEvent(Time, Child, Number);

/// <summary>A standby ended without having taken over. It counts as nobody's restart.</summary>
/// <param name="Time">When the host saw it.</param>
/// <param name="Child">The name of its child spec.</param>
/// <param name="Number">Which of the host's standbys it is.</param>
/// <param name="Reason">How it ended, for a person to read.</param>
/// <param name="LastLines">The last lines of its standard error, oldest first.</param>
/// <param name="Expected">True when it was not wanted any more.</param>
public sealed record StandbyDown(DateTimeOffset Time, NodeName Child, long Number, string Reason, IReadOnlyList<string> LastLines, bool Expected)
    : StandbyEvent(Time, Child, Number);

/// <summary>A line a node's process wrote.</summary>
/// <param name="Time">When the host read it.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">The life that wrote it.</param>
/// <param name="Text">The line without its end.</param>
/// <param name="IsError">True when it came on standard error.</param>
public sealed record NodeOutput(DateTimeOffset Time, NodeName Node, int Incarnation, string Text, bool IsError) : NodeEvent(Time, Node, Incarnation);
