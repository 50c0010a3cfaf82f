namespace ActorIpc.Messages.Control;

/// <summary>Where a node finds the word, in memory that it shares with its host, which the kernel marks when it is killed.</summary>
/// <param name="Path">The memory, as a path that can be opened while the host lives.</param>
/// <param name="Index">Which of its words.</param>
public sealed record DeathMarkPlace(string Path, int Index);
