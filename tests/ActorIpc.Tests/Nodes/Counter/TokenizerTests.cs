using System.Buffers;
using System.Text;
using ActorIpc.Nodes.Counter;
using ActorIpc.Tests.Nodes.WordCount;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Nodes.Counter;

public sealed class TokenizerTests(ITestOutputHelper output)
{
    [Fact]
    public void Count_TextWithEverythingInIt_IsWhatThePlainCountSays()
    {
        var random = Seeded.Random(output);
        var table = new WordTable();
        for (var round = 0; round < 200; round++)
        {
            var text = RandomText.Make(random, random.Next(3_000));
            Assert.Equal(PlainCount.Of(text), Count(text, table));
        }
    }

    [Fact]
    public void Count_RandomBytes_IsWhatThePlainCountSays()
    {
        var random = Seeded.Random(output);
        var table = new WordTable();
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[random.Next(1_000)];
            random.NextBytes(bytes);
            Assert.Equal(PlainCount.Of(bytes), Count(bytes, table));
        }
    }

    [Fact]
    public void Count_MoreWordsThanATableBeginsWith_IsExact()
    {
        var random = Seeded.Random(output);
        var text = Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 60_000).Select(_ => Letters(random.Next(20_000)))));

        Assert.Equal(PlainCount.Of(text), Count(text, new WordTable()));
    }

    [Theory]
    [InlineData("Don't", "don 1, t 1")]
    [InlineData("\uFEFFword", "word 1")]
    [InlineData("e\u0301x", "e 1, x 1")]
    [InlineData("ÀÀ àà ÀÀ1", "àà 3")]
    [InlineData("\u023A \u212A", "k 1, \u2C65 1")]
    public void Count_Examples_AreThese(string text, string expected)
    {
        var words = Count(Encoding.UTF8.GetBytes(text), new WordTable());

        Assert.Equal(expected, string.Join(", ", words.OrderBy(word => word.Key, StringComparer.Ordinal).Select(word => $"{word.Key} {word.Value}")));
    }

    [Fact]
    public void Packed_WordsThatGrow_TakeAtMostTwiceTheChunksBytes()
    {
        // What lets one message suffice. This letter grows from two bytes to three.
        var distinct = Enumerable.Range(1, 300).Select(length => new string('\u023A', length))
            .Concat(Enumerable.Range(0, 26 * 26).Select(i => $"{(char)('a' + i / 26)}{(char)('a' + i % 26)}"));
        var text = Encoding.UTF8.GetBytes(string.Join(' ', distinct));
        var table = new WordTable();
        Tokenizer.Count(text, table);
        var packed = new ArrayBufferWriter<byte>();
        table.WriteTo(packed);

        Assert.InRange(packed.WrittenCount, text.Length, 2 * text.Length);
    }

    private static Dictionary<string, long> Count(byte[] text, WordTable table)
    {
        table.Clear();
        Tokenizer.Count(text, table);
        var packed = new ArrayBufferWriter<byte>();
        table.WriteTo(packed);
        return Packed.ToList(packed.WrittenSpan).ToDictionary(word => word.Word, word => word.Count);
    }

    private static string Letters(int number) => string.Concat(number.ToString("x").Select(digit => (char)('a' + Convert.ToInt32(digit.ToString(), 16))));
}
