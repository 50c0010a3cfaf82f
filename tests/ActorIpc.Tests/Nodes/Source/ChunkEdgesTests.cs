using System.Buffers;
using System.Text;
using ActorIpc.Nodes.Source;
using ActorIpc.Tests.Nodes.WordCount;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Nodes.Source;

public sealed class ChunkEdgesTests(ITestOutputHelper output)
{
    [Fact]
    public void Find_AnywhereInAnyBytes_IsTheFirstPlaceThatNoLetterFollows()
    {
        var random = Seeded.Random(output);
        for (var round = 0; round < 300; round++)
        {
            var text = RandomText.Make(random, random.Next(1, 200));
            var edges = EdgesFromTheBeginning(text);

            for (var from = 0; from <= text.Length; from++)
                Assert.Equal(edges.First(edge => edge >= from), ChunkEdges.Find(text, from, endsFile: true));
        }
    }

    [Fact]
    public void Find_InAShorterWindow_IsTheSameOrUnknown()
    {
        var random = Seeded.Random(output);
        for (var round = 0; round < 200; round++)
        {
            var text = RandomText.Make(random, 120);
            var edges = EdgesFromTheBeginning(text);
            var begin = edges[random.Next(edges.Count)]; // a window begins at an edge
            var from = random.Next(begin, text.Length + 1);
            var edge = edges.First(edge => edge >= from);

            for (var length = 0; begin + length < text.Length; length++)
            {
                var found = ChunkEdges.Find(text.AsSpan(begin, length), from - begin, endsFile: false);
                Assert.True(found == -1 || begin + found == edge, $"found={found} begin={begin} from={from} edge={edge}");
                Assert.False(found == -1 && begin + length > edge + 4, $"begin={begin} from={from} edge={edge} length={length}");
            }
        }
    }

    [Fact]
    public void LongestWord_OfMixedText_IsInBytes() => Assert.Equal(6, ChunkEdges.LongestWord("a 中文 éé."u8));

    [Theory]
    [InlineData(0, 65536)]
    [InlineData(65535, 65536)]
    [InlineData(65536, 131072)]
    public void NextGridLine_IsAboveTheOffset(long offset, long line) => Assert.Equal(line, ChunkEdges.NextGridLine(offset));

    /// <summary>Every place where decoding from the first byte on begins a rune that is no letter, and the end.</summary>
    private static List<int> EdgesFromTheBeginning(byte[] text)
    {
        var edges = new List<int>();
        for (var at = 0; at < text.Length;)
        {
            var status = Rune.DecodeFromUtf8(text.AsSpan(at), out var rune, out var length);
            if (status != OperationStatus.Done || !Rune.IsLetter(rune))
                edges.Add(at);
            at += length;
        }
        edges.Add(text.Length);
        return edges;
    }
}
