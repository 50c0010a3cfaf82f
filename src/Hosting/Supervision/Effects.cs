using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>Something the shell has to carry out or to tell, in the order given.</summary>
internal abstract record Effect;

/// <summary>Start a process, or let a standby take over. Exactly one <see cref="NodeExited"/> must follow, also when it could not be started.</summary>
/// <param name="Name">The node.</param>
/// <param name="Spec">What to start.</param>
/// <param name="Incarnation">The life to give it; never the same twice for a name.</param>
/// <param name="Standby">The standby that takes over this life, from now on no standby any more; null: a process is to be started.</param>
internal sealed record StartNode(NodeName Name, ChildSpec Spec, int Incarnation, long? Standby = null) : Effect;

/// <summary>Start a process that waits for a name. Exactly one <see cref="StandbyExited"/> must follow, unless a <see cref="StartNode"/> takes it.</summary>
/// <param name="Child">The name of its child spec.</param>
/// <param name="Spec">What to start.</param>
/// <param name="Number">Which; never the same twice in a tree.</param>
internal sealed record StartStandby(NodeName Child, ChildSpec Spec, long Number) : Effect;

/// <summary>Kill a standby: it has nothing to finish.</summary>
/// <param name="Child">The name of its child spec.</param>
/// <param name="Number">Which.</param>
/// <param name="Reason">Why, for a person.</param>
internal sealed record StopStandby(NodeName Child, long Number, string Reason) : Effect;

/// <summary>A standby ended that no life had taken.</summary>
/// <param name="Child">The name of its child spec.</param>
/// <param name="Number">Which.</param>
/// <param name="Reason">Why.</param>
/// <param name="Asked">Whether it was killed because it was not wanted any more.</param>
internal sealed record StandbyDown(NodeName Child, long Number, ExitReason Reason, bool Asked) : Effect;

/// <summary>Stop a process. Can come again with a harsher policy, which then replaces the first.</summary>
/// <param name="Name">The node.</param>
/// <param name="Incarnation">The life to end.</param>
/// <param name="Shutdown">How.</param>
/// <param name="Reason">Why, for the node's log.</param>
internal sealed record StopNode(NodeName Name, int Incarnation, ShutdownPolicy Shutdown, string Reason) : Effect;

/// <summary>Send <see cref="RetryDue"/> after a delay.</summary>
/// <param name="Token">What to send.</param>
/// <param name="Delay">After how long; more than zero.</param>
internal sealed record ScheduleRetry(long Token, TimeSpan Delay) : Effect;

/// <summary>The delay is no longer wanted.</summary>
/// <param name="Token">The token of the <see cref="ScheduleRetry"/>.</param>
internal sealed record CancelRetry(long Token) : Effect;

/// <summary>A node's line in the directory changed. A node is announced as Pending only when it has to wait.</summary>
/// <param name="Name">The node.</param>
/// <param name="Spec">The name of its child spec.</param>
/// <param name="Incarnation">Its current or latest life.</param>
/// <param name="State">Its new state.</param>
/// <param name="WaitsFor">What it waits for while Pending: the dependencies that are not Ready.</param>
internal sealed record NodeStateChanged(NodeName Name, NodeName Spec, int Incarnation, NodeState State, IReadOnlyList<NodeName> WaitsFor) : Effect;

/// <summary>The node is no longer part of the tree (temporary and ended, scaled down, removed). Its last state came before.</summary>
/// <param name="Name">The node.</param>
internal sealed record NodeRemoved(NodeName Name) : Effect;

/// <summary>One life of a node ended: exactly one for each <see cref="StartNode"/>, before the new state.</summary>
/// <param name="Name">The node.</param>
/// <param name="Spec">The name of its child spec.</param>
/// <param name="Incarnation">The life that ended.</param>
/// <param name="Reason">Why.</param>
/// <param name="Asked">Whether it had been, or was about to be, asked to stop.</param>
/// <param name="Restart">The restart that follows because of this end; null when none does.</param>
internal sealed record NodeDown(NodeName Name, NodeName Spec, int Incarnation, ExitReason Reason, bool Asked, RestartPlan? Restart) : Effect;

/// <summary>"Restart 1 of 5 in 60 s, now".</summary>
/// <param name="Count">The supervisor's restarts in its window, this one included.</param>
/// <param name="Intensity">How many it accepts.</param>
/// <param name="Period">The window.</param>
/// <param name="Delay">When; zero: now.</param>
internal sealed record RestartPlan(int Count, int Intensity, TimeSpan Period, TimeSpan Delay);

/// <summary>A child's spec was changed in place; what runs goes on under it.</summary>
/// <param name="Child">The name of its child spec.</param>
/// <param name="Spec">The spec as it is now.</param>
internal sealed record SpecChanged(NodeName Child, ChildSpec Spec) : Effect;

/// <summary>A supervisor's state changed.</summary>
/// <param name="Name">The supervisor.</param>
/// <param name="State">Its new state, as in <see cref="TreeSnapshot.State"/>.</param>
internal sealed record SupervisorStateChanged(NodeName Name, NodeState State) : Effect;

/// <summary>The supervisor is no longer part of the tree. Its last state came before.</summary>
/// <param name="Name">The supervisor.</param>
internal sealed record SupervisorRemoved(NodeName Name) : Effect;

/// <summary>A supervisor gave up: it stops its children and then tells the level above.</summary>
/// <param name="Name">The supervisor.</param>
/// <param name="Outcome">Why.</param>
internal sealed record Escalated(NodeName Name, TreeOutcome.IntensityReached Outcome) : Effect;

/// <summary>For the first time every node of the tree was Ready or has ended for good.</summary>
internal sealed record TreeCameUp : Effect;

/// <summary>The tree is over and nothing of it is alive; the last effect ever.</summary>
/// <param name="Outcome">How it ended.</param>
internal sealed record TreeEnded(TreeOutcome Outcome) : Effect;

/// <summary>A command cannot be done; it changed nothing.</summary>
/// <param name="Command">The command.</param>
/// <param name="Problem">Why, with the offending <c>name=value</c>.</param>
internal sealed record CommandRefused(Command Command, string Problem) : Effect;
