using ActorIpc.Nodes.Collector;
using ActorIpc.Tests.Nodes.WordCount;

namespace ActorIpc.Tests.Nodes.Collector;

public sealed class ResultWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_OrdersByCountDescendingThenByUtf8Bytes()
    {
        // By UTF-16, U+10437 (a surrogate pair) would come before U+FB01.
        var totals = Totals(("b", 2), ("a", 2), ("\uFB01", 1), ("\U00010437", 1), ("z", 1), ("é", 1), ("most", 9_999_999_999));

        Writer().Write(totals);

        Assert.Equal("most\t9999999999\na\t2\nb\t2\nz\t1\né\t1\n\uFB01\t1\n\U00010437\t1\n", File.ReadAllText(_folder.PathOf("out.tsv")));
        Assert.Equal(["out.tsv"], Files());
    }

    [Fact]
    public void Write_AgainAndOverAnOlderFile_LeavesTheNewResult()
    {
        _folder.Write("out.tsv", "something longer than the result"u8);
        Writer().Write(Totals(("a", 1)));
        Writer().Write(Totals(("a", 1)));

        Assert.Equal("a\t1\n", File.ReadAllText(_folder.PathOf("out.tsv")));
    }

    [Fact]
    public void Write_NoWords_MakesAnEmptyFile()
    {
        Writer().Write(Totals());

        Assert.Empty(File.ReadAllBytes(_folder.PathOf("out.tsv")));
    }

    [Fact]
    public void Write_WhereItCannotBe_ThrowsAndLeavesNothing()
    {
        Directory.CreateDirectory(_folder.PathOf("out.tsv")); // a folder is in the way

        Assert.ThrowsAny<SystemException>(() => Writer().Write(Totals(("a", 1))));
        Assert.Equal(["out.tsv"], Files());
    }

    private static WordTotals Totals(params (string, long)[] words)
    {
        var totals = new WordTotals();
        totals.Add(Packed.From(words));
        return totals;
    }

    private ResultWriter Writer() => new(_folder.PathOf("out.tsv"), _folder.PathOf("beside"));

    private IEnumerable<string?> Files() => Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName);
}
