using ActorIpc.Hosting.Topologies;
using Akka.Configuration;
using CsCheck;

namespace ActorIpc.Tests.Hosting.Topologies;

public sealed class SettingTests
{
    [Fact]
    public void Value_AnyText_ComesOutOfHoconAsItWentIn() =>
        Gen.Char[' ', '~'].Array[0, 40].Select(chars => new string(chars).Trim()).Where(text => !text.StartsWith('[')).Sample(text =>
            ConfigurationFactory.ParseString(new Setting("a.b", text).ToHocon()).GetString("a.b") == text);

    [Fact]
    public void Value_List_StaysAList() =>
        Assert.Equal(["x", "y"], ConfigurationFactory.ParseString(Setting.Parse("a.b=[x, y]").ToHocon()).GetStringList("a.b"));

    [Theory]
    [InlineData("novalue")]
    [InlineData("=x")]
    [InlineData("a b=x")]
    [InlineData("a..b=x")]
    [InlineData("a{b=x")]
    public void Setting_Malformed_IsRefusedWithWhatWasGiven(string text) =>
        Assert.Contains(text.Split('=')[0], Assert.Throws<FormatException>(() => Setting.Parse(text)).Message, StringComparison.Ordinal);
}
