using ActorIpc.Remoting.Lanes;
using Akka.Configuration;

namespace ActorIpc.Tests.Remoting.Lanes;

/// <summary>The section <c>actoripc.lanes</c>.</summary>
public sealed class LanesConfigTests
{
    [Fact]
    public void Check_OfTheDefaults_FindsNothing() => Assert.Empty(Check(""));

    [Theory]
    [InlineData("enabled", "maybe")]
    [InlineData("switch-timeout", "soon")]
    [InlineData("switch-timeout", "0s")]
    [InlineData("switch-buffer", "-1")]
    [InlineData("retry-interval", "never")]
    [InlineData("overflow", "block")]
    [InlineData("overflow-wait", "0ms")]
    [InlineData("overflow-wait", "101ms")]
    [InlineData("overflow-wait", "long")]
    [InlineData("down-dead-members", "perhaps")]
    public void Check_OfABadValue_NamesItsPath(string key, string value) =>
        Assert.Contains(Check($"actoripc.lanes.{key} = \"{value}\""), problem => problem.Path == $"actoripc.lanes.{key}");

    [Theory]
    [InlineData("/user/mine")]
    [InlineData("/system/")]
    [InlineData("/system/sharding/a")]
    [InlineData("/system/a b")]
    [InlineData("/system/cluster")]
    [InlineData("/system/remote-watcher")]
    public void Check_OfABadSystemRecipient_NamesItsPathAndTheValue(string value)
    {
        var problem = Assert.Single(Check($"actoripc.lanes.system-recipients = [\"/system/sharding\", \"{value}\"]"));
        Assert.Equal("actoripc.lanes.system-recipients", problem.Path);
        Assert.EndsWith($"value={value}", problem.Problem, StringComparison.Ordinal);
    }

    private static List<(string Path, string Problem)> Check(string hocon)
    {
        var problems = new List<(string Path, string Problem)>();
        LanesConfig.Check(ConfigurationFactory.ParseString(hocon), problems);
        return problems;
    }
}
