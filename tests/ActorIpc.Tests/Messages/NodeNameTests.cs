using ActorIpc.Messages;

namespace ActorIpc.Tests.Messages;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("counter-1")]
    [InlineData("0x")]
    public void Name_Valid_IsKept(string text) => Assert.Equal(text, new NodeName(text).Value);

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData("A", "character='A'")]
    [InlineData("a b", "character=' '")]
    [InlineData("-a", "begins and ends")]
    [InlineData("a-", "begins and ends")]
    [InlineData("a/../b", "character='/'")]
    [InlineData("é", "character='é'")]
    public void Name_Invalid_SaysTheRuleAndTheText(string text, string rule)
    {
        Assert.False(NodeName.TryParse(text, out _, out var problem));
        Assert.Contains(rule, problem, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => new NodeName(text));
    }

    [Fact]
    public void Name_TooLong_IsRefused()
    {
        Assert.True(NodeName.TryParse(new string('a', NodeName.MaximumLength), out _, out _));
        Assert.False(NodeName.TryParse(new string('a', NodeName.MaximumLength + 1), out _, out var problem));
        Assert.Contains("length=64", problem, StringComparison.Ordinal);
    }
}
