namespace ActorIpc.Links;

/// <summary>What a sweep reclaimed.</summary>
/// <param name="Instances">Ended instances whose lock was found.</param>
/// <param name="Files">Files removed: locks, sockets, file segments.</param>
public readonly record struct SweepReport(int Instances, int Files);
