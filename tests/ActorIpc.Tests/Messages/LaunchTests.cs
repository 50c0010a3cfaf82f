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
