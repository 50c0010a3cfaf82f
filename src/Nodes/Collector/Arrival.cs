using ActorIpc.Messages.WordCount;

namespace ActorIpc.Nodes.Collector;

/// <summary>A chunk's counts have come.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="Acknowledge">To be called when it is in the journal.</param>
internal sealed record Arrival(ChunkCounted Chunk, Action Acknowledge);
