using ActorIpc.Hosting.Processes;

namespace ActorIpc.Tests.Hosting.Processes;

public sealed class SignalNamesTests
{
    [Theory]
    [InlineData("SIGKILL", 9)]
    [InlineData("kill", 9)]
    [InlineData("Stop", 19)]
    [InlineData("15", 15)]
    [InlineData("64", 64)]
    [InlineData("0", null)]
    [InlineData("65", null)]
    [InlineData("-9", null)]
    [InlineData("SIG", null)]
    [InlineData("", null)]
    [InlineData("LL", null)]
    public void Parse_NameOrNumber_GivesTheNumberOrNothing(string text, int? expected) => Assert.Equal(expected, SignalNames.Parse(text));

    [Fact]
    public void Names_AllOfThem_AreRead() => Assert.All(SignalNames.All, name => Assert.Equal(name, SignalNames.Of(SignalNames.Parse(name)!.Value)));
}
