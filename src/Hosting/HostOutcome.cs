using ActorIpc.Hosting.Supervision;

namespace ActorIpc.Hosting;

/// <summary>How the whole tree ended.</summary>
/// <param name="Tree">How, and because of which node.</param>
/// <param name="LastLines">The last lines that node wrote to standard error, oldest first.</param>
public sealed record HostOutcome(TreeOutcome Tree, IReadOnlyList<string> LastLines);
