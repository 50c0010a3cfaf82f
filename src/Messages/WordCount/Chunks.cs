using MemoryPack;

namespace ActorIpc.Messages.WordCount;

/// <summary>
/// A chunk to be counted, an item of the channel <see cref="WordCountProtocol.ChunksChannel"/>. It carries its bytes, so that the source alone touches the input and alone judges whether a
/// file is still the one of the manifest.
/// </summary>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="Position">Where the chunk begins; it names the chunk, because a chunk's edges depend on the content only.</param>
/// <param name="Content">The bytes: about 64 KiB, and up to 1 MiB more where a long word crosses the edge.</param>
[MemoryPackable]
public sealed partial record CountChunk(string RunId, long Position, byte[] Content) : IMessage<ICounter>;

/// <summary>
/// The words of one chunk, an item of the channel <see cref="WordCountProtocol.CountsChannel"/>. Packed, they take at most twice the chunk's bytes (lower-casing can lengthen a letter from
/// two bytes to three, and two numbers stand for a separator).
/// </summary>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="Position">Where the chunk begins.</param>
/// <param name="Length">The chunk's bytes.</param>
/// <param name="Counts">The words and their counts, see <see cref="PackedCounts"/>.</param>
[MemoryPackable]
public sealed partial record ChunkCounted(string RunId, long Position, int Length, byte[] Counts) : IMessage<ICollector>;
