using ActorIpc.Hosting.Topologies;

namespace ActorIpc.Tests.Hosting.Topologies;

public sealed class BraceBalanceTests
{
    [Theory]
    [InlineData("a { b = [1, 2] }")]
    [InlineData("a = \"}\" # {\nb { } // }\n")]
    [InlineData("u = \"http://x/{\"")]
    [InlineData("a = http://x\nb {}")]
    [InlineData("a = \"\"\"{ \" \n{\"\"\"")]
    public void Text_Balanced_IsFine(string text) => Assert.Null(BraceBalance.Problem(text));

    [Theory]
    [InlineData("a {\n b {\n }\n", "'{' is not closed: line=1")]
    [InlineData("a }", "'}' closes nothing: line=1")]
    [InlineData("\na [ }", "'}' closes nothing: line=2")]
    [InlineData("a = \"x\nb", "a string is not closed: line=1")]
    public void Text_Unbalanced_SaysWhere(string text, string problem) => Assert.Equal(problem, BraceBalance.Problem(text));
}
