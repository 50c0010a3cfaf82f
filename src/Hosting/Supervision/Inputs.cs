using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>Something <see cref="SupervisionTree"/> decides about: a fact from outside, or a person's <see cref="Command"/>.</summary>
internal abstract record Input;

/// <summary>Starts the tree. Only the first one counts.</summary>
internal sealed record StartTree : Input;

/// <summary>A node said Ready.</summary>
/// <param name="Name">The node.</param>
/// <param name="Incarnation">Its life; any but the current one is ignored.</param>
internal sealed record NodeReady(NodeName Name, int Incarnation) : Input;

/// <summary>
/// One life of a node is over: its process is reaped and its group empty, or it never came to be. Exactly one follows every <see cref="StartNode"/>.
/// </summary>
/// <param name="Name">The node.</param>
/// <param name="Incarnation">Its life; any but the current one is ignored.</param>
/// <param name="Reason">Why it ended. After a <see cref="StopNode"/> any reason counts as shutdown, save <see cref="ExitReason.JobFailed"/>.</param>
internal sealed record NodeExited(NodeName Name, int Incarnation, ExitReason Reason) : Input;

/// <summary>A node does not answer its pings. The spec's <see cref="HangPolicy"/> decides; when it is killed, its exit is reported as <see cref="ExitReason.Hung"/>.</summary>
/// <param name="Name">The node.</param>
/// <param name="Incarnation">Its life; any but the current one is ignored.</param>
/// <param name="Silence">How long it has not answered.</param>
internal sealed record NodeSilent(NodeName Name, int Incarnation, TimeSpan Silence) : Input;

/// <summary>A silent node answers its pings again.</summary>
/// <param name="Name">The node.</param>
/// <param name="Incarnation">Its life; any but the current one is ignored.</param>
internal sealed record NodeAnswered(NodeName Name, int Incarnation) : Input;

/// <summary>A standby has warmed up and waits for a name.</summary>
/// <param name="Number">Which; one that is gone or was taken is ignored.</param>
internal sealed record StandbyReady(long Number) : Input;

/// <summary>A standby does not answer its pings.</summary>
/// <param name="Number">Which; one that is gone or was taken is ignored.</param>
/// <param name="Silence">How long it has not answered.</param>
internal sealed record StandbySilent(long Number, TimeSpan Silence) : Input;

/// <summary>
/// A standby is over: its process is reaped and its group empty, or it never came to be. Exactly one follows every <see cref="StartStandby"/>, unless a
/// <see cref="StartNode"/> has taken it: then it is the node's process.
/// </summary>
/// <param name="Number">Which.</param>
/// <param name="Reason">Why it ended.</param>
internal sealed record StandbyExited(long Number, ExitReason Reason) : Input;

/// <summary>The delay of a <see cref="ScheduleRetry"/> is over. A token that was cancelled or used is ignored.</summary>
/// <param name="Token">Its token.</param>
internal sealed record RetryDue(long Token) : Input;
