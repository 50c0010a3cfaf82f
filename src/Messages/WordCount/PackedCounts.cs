using System.Buffers;

namespace ActorIpc.Messages.WordCount;

/// <summary>
/// The wire and journal form of words with their counts, made to be merged without a string per word. Entries follow each other to the end of
/// the bytes, words in any order:
/// <code>
///     varint count        how often the word occurs, 1 to 2^63 - 1; 7 bits a byte, low bits first, high bit set on all but the last
///     varint length       bytes of the word, at least 1
///     length bytes        the word in lower case, UTF-8
/// </code>
/// </summary>
public static class PackedCounts
{
    internal const int MaximumVarint = 9; // 63 bits

    /// <summary>Appends one entry.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="word">The word in lower case, UTF-8, not empty.</param>
    /// <param name="count">How often it occurs, at least 1.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> word, long count)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(word.Length, 1);
        var span = output.GetSpan(2 * MaximumVarint + word.Length);
        var length = WriteVarint(span, count);
        length += WriteVarint(span[length..], word.Length);
        word.CopyTo(span[length..]);
        output.Advance(length + word.Length);
    }

    /// <summary>Reads the entries in their order.</summary>
    /// <param name="packed">The bytes to read.</param>
    public static PackedCountsReader Read(ReadOnlySpan<byte> packed) => new(packed);

    private static int WriteVarint(Span<byte> span, long value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        return length;
    }
}
