namespace ActorIpc.Hosting.ControlSockets;

/// <summary>What <c>apply --format json</c> prints.</summary>
/// <param name="Changes">What is changed, or would be; none when nothing is different.</param>
public sealed record ChangeList(IReadOnlyList<ChangeLine> Changes);
