using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>
/// What a person asks for. It never counts as a restart, works at once in the middle of a restart loop, and is answered with <see cref="CommandRefused"/>
/// when it cannot be done. A target is a node, a child (all of its nodes) or a supervisor (all below it).
/// </summary>
internal abstract record Command : Input;

/// <summary>Starts what is stopped, completed, failed or in backoff; refused when all of it is running already.</summary>
/// <param name="Target">A node, child or supervisor.</param>
internal sealed record StartChild(NodeName Target) : Command;

/// <summary>Stops and keeps stopped until a person starts it or its supervisor is started anew; cancels a backoff. A temporary child's spec goes with it.</summary>
/// <param name="Target">A node, child or supervisor; the root is the same as <see cref="StopTree"/>.</param>
/// <param name="Reason">Why, for the node's log.</param>
/// <param name="Shutdown">Overrides the spec's; null: the spec's. <see cref="ShutdownPolicy.BrutalKill"/> also kills what is being stopped already.</param>
internal sealed record StopChild(NodeName Target, string Reason, ShutdownPolicy? Shutdown = null) : Command;

/// <summary>Stops what runs, then starts it; starts what does not run. Only the target: no strategy applies. Asked many times at once it restarts once.</summary>
/// <param name="Target">A node, child or supervisor.</param>
internal sealed record RestartChild(NodeName Target) : Command;

/// <summary>Changes the number of nodes of a child that was declared with instances: the highest numbers go, missing numbers come.</summary>
/// <param name="Child">The child.</param>
/// <param name="Instances">1 to <see cref="ChildSpec.MaximumInstances"/>.</param>
internal sealed record ScaleChild(NodeName Child, int Instances) : Command;

/// <summary>Declares a further child, as the last one of its supervisor, and starts it when the supervisor runs. Refused when the tree would not be valid.</summary>
/// <param name="Supervisor">The supervisor.</param>
/// <param name="Spec">The child or supervisor.</param>
internal sealed record AddChild(NodeName Supervisor, TreeSpec Spec) : Command;

/// <summary>Stops a declared child or supervisor and forgets it. Refused while others depend on it, for the root and for a single instance.</summary>
/// <param name="Target">The child or supervisor.</param>
internal sealed record RemoveChild(NodeName Target) : Command;

/// <summary>
/// Makes the whole tree another one: what is not in it leaves, what is new comes, the rest is changed in place. Refused, it has changed nothing. What is to come under a
/// name that leaves comes when that has left; until then no other command that declares or forgets is taken.
/// </summary>
/// <param name="Wanted">The tree as it is to be, with the same root.</param>
/// <param name="Restart">The children whose processes are stopped and started anew.</param>
internal sealed record AmendTree(SupervisorSpec Wanted, IReadOnlySet<NodeName> Restart) : Command;

/// <summary>Stops the whole tree in order; <see cref="TreeEnded"/> follows when nothing is alive.</summary>
/// <param name="Reason">Why, for people and for the nodes' logs.</param>
internal sealed record StopTree(string Reason) : Command;

/// <summary>Kills every node at once, also while the tree is stopping; <see cref="TreeEnded"/> follows when nothing is alive.</summary>
/// <param name="Reason">Why.</param>
internal sealed record KillTree(string Reason) : Command;
