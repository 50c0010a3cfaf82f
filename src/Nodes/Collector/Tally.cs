using ActorIpc.Messages.WordCount;

namespace ActorIpc.Nodes.Collector;

/// <summary>All a run knows so far: what is to be counted, what has been, and the counts. The journal is its image on disk.</summary>
internal sealed class Tally
{
    /// <summary>What is to be counted; null until a source has proposed it.</summary>
    public Manifest? Manifest { get; private set; }

    /// <summary>What has been counted.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>The counts.</summary>
    public WordTotals Totals { get; } = new();

    /// <summary>True when every byte of the manifest has been counted.</summary>
    public bool IsComplete => Manifest is { } manifest && Coverage.Bytes == manifest.TotalBytes;

    /// <summary>Takes the manifest; the first one stays.</summary>
    /// <param name="manifest">What is to be counted.</param>
    /// <exception cref="FormatException">There is one already.</exception>
    public void Begin(Manifest manifest) =>
        Manifest = Manifest is null ? manifest : throw new FormatException("a run has one manifest");

    /// <summary>Takes a chunk's counts unless they are known.</summary>
    /// <param name="position">Where the chunk begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="counts">Its packed counts.</param>
    /// <returns>False when the chunk was known and nothing has changed.</returns>
    /// <exception cref="FormatException">The chunk is none of the manifest's, contradicts an earlier one, or its counts are malformed; nothing has changed.</exception>
    public bool TryAdd(long position, int length, ReadOnlySpan<byte> counts)
    {
        if (Manifest is not { } manifest || position < 0 || length < 1 || length > manifest.TotalBytes - position)
            throw new FormatException($"a chunk is not of this run's input: position={position} length={length} total={Manifest?.TotalBytes}");
        var file = manifest.FileAt(position);
        if (length > manifest.StartOf(file) + manifest.Files[file].Length - position)
            throw new FormatException($"a chunk is of one file: file={manifest.Files[file].Path} position={position} length={length}");
        switch (Coverage.Of(position, position + length))
        {
            case Overlap.Whole:
                return false;
            case Overlap.Partial:
                throw new FormatException($"a file of the input changed while it was counted: file={manifest.Files[file].Path}");
            default:
                Totals.Add(counts);
                Coverage.Add(position, position + length);
                return true;
        }
    }
}
