using ActorIpc.Messages.Control;

namespace ActorIpc.Tests.Messages;

public sealed class LaunchTests
{
    private static readonly Launch Sample = new(1, "c00k1e", 42, "akka.tcp://shop@127.0.0.1:4711", "shop", "a = \"b\nc\"\n");

    [Fact]
    public void Line_ReadBack_IsTheSame()
    {
        var line = Sample.ToLine();
        Assert.DoesNotContain('\n', line);
        Assert.True(Launch.TryParse(line, out var read, out _));
        Assert.Equal(Sample, read);
    }

    [Fact]
    public void Line_WithActorAndPorts_ReadBackIsTheSame()
    {
        var arguments = new[] { new ActorArgument("1", "System.Int32"), new ActorArgument(null), new ActorArgument(null, null, [new ActorArgument("a"), new ActorArgument(null, null, [])]) };
        var sent = Sample with { Actor = new ActorLaunch("Shop.Pricing, Shop", "/opt/shop/Shop.dll", arguments, "pricing", null), UsedPorts = [4711, 4712], DeathMark = new DeathMarkPlace("/proc/42/fd/7", 3) };
        Assert.True(Launch.TryParse(sent.ToLine(), out var read, out _));
        Assert.Equal(sent.UsedPorts, read.UsedPorts);
        Assert.Equal(sent.DeathMark, read.DeathMark);
        Assert.Equal(sent.Actor.ToString(), read.Actor!.ToString());
        Assert.Equal(sent.Actor.Arguments.Select(argument => argument.ToString()), read.Actor.Arguments.Select(argument => argument.ToString()));
        Assert.Equal("System.Int32", read.Actor.Arguments[0].Type);
        Assert.Equal(sent.ToLine(), read.ToLine());
    }

    [Fact]
    public void Line_OfALaterVersion_IsReadAsFarAsItIsKnown()
    {
        var line = string.Concat("{\"Later\":{\"a\":[1]},", Sample.ToLine().AsSpan(1));
        Assert.True(Launch.TryParse(line, out var read, out _));
        Assert.Equal(Sample, read);
    }

    [Theory]
    [InlineData("ProtocolVersion", "3000000000", "value=3000000000")]
    [InlineData("ProtocolVersion", "1.5", "value=1.5")]
    [InlineData("HostPid", "\"42\"", "HostPid must be a JSON Number: kind=String")]
    [InlineData("Hocon", "7", "Hocon must be a JSON String: kind=Number")]
    [InlineData("Hocon", "\"\\ud800\"", "Hocon is no text")]
    [InlineData("Actor", "[]", "Actor must be a JSON Object: kind=Array")]
    [InlineData("Actor", "{\"Type\":\"T, A\"}", "AssemblyPath is missing")]
    [InlineData("DeathMark", "{\"Path\":\"/p\"}", "Index is missing")]
    [InlineData("UsedPorts", "[\"x\"]", "UsedPorts must be a JSON Number: kind=String")]
    public void Line_WithAWrongValue_SaysWhich(string property, string value, string expected)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(Sample.ToLine())!.AsObject();
        json.Remove(property);
        var line = $"{{\"{property}\":{value},{json.ToJsonString()[1..]}";
        Assert.False(Launch.TryParse(line, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("hello")]
    [InlineData("""{"ProtocolVersion":1,"Cookie":null,"HostPid":1,"HostAddress":"","SystemName":"","Hocon":""}""")]
    public void Line_ThatIsNone_SaysWhy(string? line)
    {
        Assert.False(Launch.TryParse(line, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Line_CutAnywhere_IsRefusedAndNeverThrows()
    {
        var line = Sample.ToLine();
        for (var length = 0; length < line.Length; length++)
            Assert.False(Launch.TryParse(line[..length], out _, out _));
    }
}
