using ActorIpc.Tests.Nodes.WordCount;

namespace ActorIpc.Tests.Messages.WordCount;

public sealed class PackedCountsTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        (string, long)[] words = [("a", 1), ("é", 127), (new string('x', 300), 128), ("中文", long.MaxValue)];

        Assert.Equal(words, Packed.ToList(Packed.From(words)));
    }

    [Fact]
    public void Read_NothingAtAll_HasNoEntries() => Assert.Empty(Packed.ToList([]));

    [Fact]
    public void Read_CutAnywhereInsideAnEntry_Throws()
    {
        var packed = Packed.From(("word", 300));

        for (var length = 1; length < packed.Length; length++)
            Assert.Throws<FormatException>(() => Packed.ToList(packed.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(new byte[] { 0, 1, 97 })] // a count of nothing
    [InlineData(new byte[] { 1, 0 })] // an empty word
    [InlineData(new byte[] { 1, 2, 97 })] // a word beyond the end
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 97 })] // a number of 70 bits
    public void Read_WhatNoWriterWrites_Throws(byte[] packed) => Assert.Throws<FormatException>(() => Packed.ToList(packed));
}
