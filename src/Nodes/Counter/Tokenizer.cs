using System.Buffers;
using System.Text;

namespace ActorIpc.Nodes.Counter;

/// <summary>
/// Finds the words of a chunk: maximal runs of Unicode letters (categories L*), each rune lower-cased with <see cref="Rune.ToLowerInvariant"/>.
/// Bytes that are no UTF-8 separate words.
/// </summary>
internal static class Tokenizer
{
    private const byte NoLetter = 0;

    /// <summary>What an ASCII byte becomes in a word; <see cref="NoLetter"/> for one that is in none.</summary>
    private static readonly byte[] LowerAscii = [.. Enumerable.Range(0, 128).Select(value => char.IsAsciiLetter((char)value) ? (byte)(value | 0x20) : NoLetter)];

    /// <summary>Counts the words of a chunk into a table.</summary>
    /// <param name="chunk">Whole words in UTF-8.</param>
    /// <param name="table">Where to.</param>
    public static void Count(ReadOnlySpan<byte> chunk, WordTable table)
    {
        // No lower-case rune is longer than one and a half times its upper-case one; twice is certain and costs nothing.
        table.Reserve(2 * chunk.Length + 4);
        var lowerAscii = LowerAscii;
        for (var at = 0; at < chunk.Length;)
        {
            var value = chunk[at];
            if (value >= lowerAscii.Length)
            {
                at += CountRune(chunk[at..], table);
                continue;
            }
            at++;
            var lower = lowerAscii[value];
            if (lower != NoLetter)
                table.Append(lower);
            else
                table.EndWord();
        }
        table.EndWord();
    }

    /// <summary>Takes one rune, or one run of bytes that is none.</summary>
    /// <returns>Its length in bytes.</returns>
    private static int CountRune(ReadOnlySpan<byte> bytes, WordTable table)
    {
        if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) != OperationStatus.Done || !Rune.IsLetter(rune))
        {
            table.EndWord();
            return length;
        }
        Span<byte> lower = stackalloc byte[4];
        foreach (var value in lower[..Rune.ToLowerInvariant(rune).EncodeToUtf8(lower)])
            table.Append(value);
        return length;
    }
}
