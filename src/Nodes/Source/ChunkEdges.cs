using System.Buffers;
using System.Text;

namespace ActorIpc.Nodes.Source;

/// <summary>
/// Where chunks begin and end. The edge that belongs to a multiple of <see cref="Grid"/> is the first place at or after it where a letter does
/// not follow, in the one way to decode the file from its beginning. UTF-8 synchronises itself, so the three bytes before suffice to know that
/// way: an edge is a function of the file's content alone, found without looking at the chunks before it, and no word lies across it.
/// </summary>
internal static class ChunkEdges
{
    /// <summary>The distance of edges before they are moved to a word's end, in bytes.</summary>
    public const int Grid = 64 * 1024;

    /// <summary>The longest word in bytes of the file; a longer one fails the job.</summary>
    public const int MaximumWord = 1024 * 1024;

    /// <summary>With this many bytes after the grid and no edge among them there is a word longer than <see cref="MaximumWord"/>: 3 bytes each may belong to a
    /// rune that begins before and to one that ends after.</summary>
    public const int FarthestLook = MaximumWord + 8;

    private const int LongestRune = 4;

    /// <summary>The grid's next line.</summary>
    /// <param name="offset">An offset in a file.</param>
    /// <returns>The first multiple of <see cref="Grid"/> above it.</returns>
    public static long NextGridLine(long offset) => (offset / Grid + 1) * Grid;

    /// <summary>Finds the first edge at or after a place.</summary>
    /// <param name="window">Bytes of the file from an edge (or the file's beginning) on.</param>
    /// <param name="from">The place, an index into the window.</param>
    /// <param name="endsFile">True when the file ends with the window.</param>
    /// <returns>The edge's index; -1 when the window is too short to tell, never when it ends the file.</returns>
    public static int Find(ReadOnlySpan<byte> window, int from, bool endsFile)
    {
        if (from >= window.Length)
            return endsFile ? window.Length : -1;
        var at = Synchronise(window, from);
        while (at < window.Length)
        {
            var status = Rune.DecodeFromUtf8(window[at..], out var rune, out var length);
            if (status == OperationStatus.NeedMoreData && !endsFile)
                return -1;
            if (at >= from && (status != OperationStatus.Done || !Rune.IsLetter(rune)))
                return at;
            at += length;
        }
        return endsFile ? window.Length : -1;
    }

    /// <summary>The longest run of letters, in bytes.</summary>
    /// <param name="chunk">Whole words.</param>
    public static int LongestWord(ReadOnlySpan<byte> chunk)
    {
        var longest = 0;
        var word = 0;
        while (!chunk.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(chunk, out var rune, out var length);
            word = status == OperationStatus.Done && Rune.IsLetter(rune) ? word + length : 0;
            longest = Math.Max(longest, word);
            chunk = chunk[length..];
        }
        return longest;
    }

    /// <summary>
    /// The nearest place at or before another where decoding from the beginning certainly begins a rune: at a byte that is no continuation byte.
    /// Behind three continuation bytes a fourth belongs to nothing before it, since a rune has at most four bytes, and stands for itself.
    /// </summary>
    private static int Synchronise(ReadOnlySpan<byte> window, int from)
    {
        for (var at = from; at > from - LongestRune; at--)
        {
            if (at == 0 || (window[at] & 0xC0) != 0x80)
                return at;
        }
        return from;
    }
}
