using System.Text;

namespace ActorIpc.Tests.Nodes.WordCount;

/// <summary>Bytes that are text in the main, with everything in them that a decoder of UTF-8 can stumble over.</summary>
internal static class RandomText
{
    private static readonly byte[][] Letters =
    [
        .. "aZqéßŠЖяΩ中文かİıK𐐀𝒜ⱥȺªʰ".EnumerateRunes().Select(rune => Encoding.UTF8.GetBytes(rune.ToString())),
    ];

    private static readonly byte[][] Separators =
    [
        .. " \n\t.,0_'’。—😀\u0301\uFEFF\uFFFD\0".EnumerateRunes().Select(rune => Encoding.UTF8.GetBytes(rune.ToString())),
        [0xED, 0xA0, 0x80], // a surrogate, which UTF-8 does not have
        [0xC0, 0x80], // overlong
        [0xE2, 0x82], // cut short
        [0xF0, 0x9D, 0x92], // cut short
        [0xF5, 0x80, 0x80, 0x80], // beyond Unicode
        [0x80],
        [0xBF, 0xBF, 0xBF, 0xBF, 0xBF],
        [0xFF],
    ];

    /// <summary>Makes text.</summary>
    /// <param name="random">The randomness.</param>
    /// <param name="length">Its length in bytes; the last rune may be cut.</param>
    /// <param name="longestWord">The longest word, in letters.</param>
    public static byte[] Make(Random random, int length, int longestWord = 12)
    {
        var text = new List<byte>(length + 4 * longestWord);
        while (text.Count < length)
        {
            for (var letters = random.Next(longestWord + 1); letters > 0; letters--)
                text.AddRange(random.Next(3) > 0 ? [(byte)random.Next('a', 'f')] : Letters[random.Next(Letters.Length)]);
            for (var separators = random.Next(3); separators > 0; separators--)
                text.AddRange(random.Next(3) > 0 ? " "u8 : Separators[random.Next(Separators.Length)]);
            if (random.Next(20) == 0)
                text.Add((byte)random.Next(256));
        }
        return [.. text.Take(length)];
    }

    /// <summary>Makes text for a file: without a NUL, which would make it a binary one.</summary>
    /// <inheritdoc cref="Make"/>
    public static byte[] MakeFile(Random random, int length, int longestWord = 12)
    {
        var text = Make(random, length, longestWord);
        text.AsSpan().Replace((byte)0, (byte)1);
        return text;
    }
}
