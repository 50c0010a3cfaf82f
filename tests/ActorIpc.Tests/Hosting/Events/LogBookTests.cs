using ActorIpc.Hosting.Events;
using ActorIpc.Messages;

namespace ActorIpc.Tests.Hosting.Events;

/// <summary>Which lines are kept, and which are given out.</summary>
public sealed class LogBookTests
{
    private readonly LogBook _book = new();

    [Fact]
    public void Lines_OfSeveralNodes_AreMergedAsTheyCame()
    {
        Write("a", 1, "one");
        Write("b", 1, "two");
        Write("a", 1, "three");
        Assert.Equal("a#1 one|b#1 two|a#1 three", Latest());
        Assert.Equal("b#1 two|a#1 three", Latest(lines: 2));
        Assert.Equal("a#1 one|a#1 three", Latest("a"));
        Assert.Equal("", Latest(lines: 0));
    }

    [Fact]
    public void Previous_IsTheLifeBefore_AlsoWhenTheLatestIsSilent()
    {
        Write("a", 1, "first");
        Assert.Equal("", Latest(previous: true));
        Write("a", 2, "second");
        Assert.Equal("a#1 first", Latest(previous: true));
        _book.Begin(new NodeName("a"), 3);
        Assert.Equal("a#2 second", Latest(previous: true));
        Assert.Equal("", Latest());
        Write("a", 1, "too late");
        Write("a", 2, "late");
        Assert.Equal("a#2 second|a#2 late", Latest(previous: true));
    }

    [Fact]
    public void Life_ThatWritesMuch_KeepsItsLastLinesWithinTheBound()
    {
        var line = new string('x', 1000);
        for (var i = 0; i < 1000; i++)
            Write("a", 1, $"{i} {line}");
        Write("b", 1, "quiet");
        var kept = _book.Latest(name => name.Value == "a", previous: false, lines: int.MaxValue);
        Assert.InRange(kept.Sum(output => output.Text.Length), LogBook.CharactersPerLife / 2, LogBook.CharactersPerLife);
        Assert.StartsWith("999 ", kept[^1].Text, StringComparison.Ordinal);
        Assert.Equal("b#1 quiet", Latest("b"));
        Write("a", 1, new string('y', LogBook.CharactersPerLife * 2));
        Assert.Equal("", Latest("a"));
        Write("a", 1, "goes on");
        Assert.Equal("a#1 goes on", Latest("a"));
    }

    [Fact]
    public void Nodes_BeyondTheBound_PushOutTheOneThatWasSilentLongest()
    {
        Write("old", 1, "line");
        for (var i = 1; i < LogBook.MaximumNodes; i++)
            Write($"n-{i}", 1, "line");
        Write("old", 1, "again");
        Write("new", 1, "line");
        Assert.Equal("old#1 line|old#1 again", Latest("old"));
        Assert.Equal("", Latest("n-1"));
        Assert.Equal("new#1 line", Latest("new"));
    }

    private void Write(string node, int incarnation, string text) =>
        _book.Add(new NodeOutput(DateTimeOffset.UnixEpoch, new NodeName(node), incarnation, text, IsError: false));

    private string Latest(string? node = null, bool previous = false, int lines = 100) => string.Join(
        '|', _book.Latest(name => node is null || name.Value == node, previous, lines).Select(output => $"{output.Node}#{output.Incarnation} {output.Text}"));
}
