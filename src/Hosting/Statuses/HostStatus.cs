using System.Text.Json.Serialization;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Statuses;

/// <summary>A running host as one looks at it at one moment.</summary>
/// <param name="Program">The host's program and version, such as <c>actoripc 0.1.0</c>.</param>
/// <param name="Name">The topology's name.</param>
/// <param name="Topology">The path of the topology file; empty when the topology was made by code.</param>
/// <param name="RunId">The id of this run.</param>
/// <param name="State">The state of the whole: running, stopping.</param>
/// <param name="Pid">The host's process id.</param>
/// <param name="StartedAt">When the host started.</param>
/// <param name="CpuPercent">Processor use since the last look, in percent of one core; null before the second look.</param>
/// <param name="ResidentBytes">Resident memory in bytes.</param>
/// <param name="WaitingFor">What a stop waits for; empty when nothing.</param>
/// <param name="Supervisors">All supervisors, the outermost first, each before what is below it.</param>
/// <param name="Nodes">All nodes in declared order.</param>
/// <param name="Progress">The latest progress report of each node that made one.</param>
/// <param name="Standbys">All warm standbys, in the order of their children and then oldest first.</param>
public sealed record HostStatus(
    string Program,
    string Name,
    string Topology,
    string RunId,
    string State,
    int Pid,
    DateTimeOffset StartedAt,
    double? CpuPercent,
    long? ResidentBytes,
    IReadOnlyList<string> WaitingFor,
    IReadOnlyList<SupervisorStatus> Supervisors,
    IReadOnlyList<NodeStatus> Nodes,
    IReadOnlyList<ProgressStatus> Progress,
    IReadOnlyList<StandbyStatus> Standbys);

/// <summary>One warm standby at one moment: a process without a name, which takes over its child's next life.</summary>
/// <param name="Child">The name of its child spec.</param>
/// <param name="Number">Which of the host's standbys it is.</param>
/// <param name="State"><c>starting</c>; <c>standby</c> when it can take over; <c>stopping</c>.</param>
/// <param name="Pid">Its process; null while it has none.</param>
/// <param name="Address">The address of its actor system; null while it has none.</param>
/// <param name="PulseSeconds">How long ago it last answered a ping; null when it never did.</param>
/// <param name="UpSeconds">How long it has been waiting; null when it is not.</param>
/// <param name="CpuPercent">Processor use since the last look, in percent of one core; null before the second look.</param>
/// <param name="ResidentBytes">Resident memory in bytes; null while it has no process.</param>
public sealed record StandbyStatus(
    string Child,
    long Number,
    string State,
    int? Pid,
    string? Address,
    double? PulseSeconds,
    double? UpSeconds,
    double? CpuPercent,
    long? ResidentBytes);

/// <summary>One supervisor at one moment.</summary>
/// <param name="Name">The supervisor's name; the topology's for the outermost.</param>
/// <param name="Supervisor">The names of the supervisors above it, outermost first.</param>
/// <param name="State">Its state: starting until each of its nodes was ready or has ended for good.</param>
/// <param name="Restarts">How many restarts count against its intensity now.</param>
/// <param name="Intensity">How many it accepts.</param>
/// <param name="PeriodSeconds">Within what time.</param>
public sealed record SupervisorStatus(
    string Name,
    IReadOnlyList<string> Supervisor,
    [property: JsonConverter(typeof(NodeStateConverter))] NodeState State,
    int Restarts,
    int Intensity,
    double PeriodSeconds);

/// <summary>One node at one moment. Durations are seconds.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Spec">The name of its child spec.</param>
/// <param name="Supervisor">The names of the supervisors above it, outermost first.</param>
/// <param name="State">Its state.</param>
/// <param name="Incarnation">Its current or latest life; 0 before the first.</param>
/// <param name="Pid">Its process; null when it has none.</param>
/// <param name="Address">The address of its actor system; null while it has none.</param>
/// <param name="Link">What carries its association with the host: shm, unix or tcp; null while there is none.</param>
/// <param name="PulseSeconds">How long ago it last answered a ping; null when it never did.</param>
/// <param name="UpSeconds">How long this life has been Ready; null when it is not.</param>
/// <param name="Restarts">How many restarts count against the supervisor's intensity now.</param>
/// <param name="Intensity">The supervisor's intensity.</param>
/// <param name="PeriodSeconds">The supervisor's period.</param>
/// <param name="RetryInSeconds">When the next start is due; null when none is.</param>
/// <param name="CpuPercent">Processor use since the last look, in percent of one core; null before the second look.</param>
/// <param name="ResidentBytes">Resident memory in bytes; null when it has no process.</param>
/// <param name="Note">Why it is in this state, when there is something to say; may be empty.</param>
/// <param name="InPerSecond">Messages a second that came in over its lanes, between its last two answers to pings; null before the second, when it has not answered the last ones, and without lanes.</param>
/// <param name="OutPerSecond">The same of those that went out.</param>
/// <param name="Lanes">What has gone over its lanes as of its last answer to a ping; null before the first, and when it has none by configuration.</param>
public sealed record NodeStatus(
    string Name,
    string Spec,
    IReadOnlyList<string> Supervisor,
    [property: JsonConverter(typeof(NodeStateConverter))] NodeState State,
    int Incarnation,
    int? Pid,
    string? Address,
    string? Link,
    double? PulseSeconds,
    double? UpSeconds,
    int Restarts,
    int Intensity,
    double PeriodSeconds,
    double? RetryInSeconds,
    double? CpuPercent,
    long? ResidentBytes,
    string Note,
    double? InPerSecond,
    double? OutPerSecond,
    LaneStatus? Lanes);

/// <summary>A node's lanes, all of them together, since the beginning of its life.</summary>
/// <param name="OpenOut">Lanes that are open to peers.</param>
/// <param name="OpenIn">Lanes that peers have to it.</param>
/// <param name="Sent">Messages written.</param>
/// <param name="Received">Messages read.</param>
/// <param name="Overflowed">Messages that became dead letters because everything was full.</param>
/// <param name="Waits">Messages that waited for room.</param>
/// <param name="Fallbacks">Returns to the classic way.</param>
public sealed record LaneStatus(int OpenOut, int OpenIn, long Sent, long Received, long Overflowed, long Waits, long Fallbacks);

/// <summary>How far a job is, as a node last said.</summary>
/// <param name="Node">The node that said so.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is in all; 0 while that is not known.</param>
/// <param name="Unit">The unit of both.</param>
/// <param name="Note">A short remark; may be empty.</param>
public sealed record ProgressStatus(string Node, long Done, long Total, string Unit, string Note);
