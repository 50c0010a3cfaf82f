using System.IO.Pipes;
using System.Text;
using ActorIpc.Hosting.Processes;

namespace ActorIpc.Tests.Hosting.Processes;

public sealed class OutputCaptureTests
{
    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\nb", "a|b")]
    [InlineData("", "")]
    [InlineData("\n\n", "|")]
    public async Task Lines_AreHandedOnWhole(string text, string expected)
    {
        var (lines, _) = await CaptureAsync(new ChoppedStream(Encoding.UTF8.GetBytes(text), 1));
        Assert.Equal(expected, string.Join('|', lines));
    }

    [Fact]
    public async Task Line_WithoutEnd_IsCutAndNothingIsLost()
    {
        var text = new string('x', (OutputCapture.MaximumLine * 3) + 5);
        var (lines, _) = await CaptureAsync(new ChoppedStream(Encoding.UTF8.GetBytes(text), 1000));
        Assert.All(lines, line => Assert.True(line.Length <= OutputCapture.MaximumLine));
        Assert.Equal(text, string.Concat(lines));
    }

    [Fact]
    public async Task Tail_OfMuchOutput_StaysWithinItsBound()
    {
        var text = string.Join('\n', Enumerable.Range(0, 50_000).Select(i => $"line {i}"));
        var (_, tail) = await CaptureAsync(new ChoppedStream(Encoding.UTF8.GetBytes(text), 4096));
        Assert.Equal("line 49999", tail[^1]);
        Assert.InRange(tail.Sum(line => line.Length + 1), 1, OutputCapture.KeptBytes);
    }

    [Fact]
    public async Task Pipe_ThatHasNotEnded_IsReadAsFarAsItIs()
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        var lines = new List<string>();
        var capture = OutputCapture.Start(reader, "test", lines.Add);
        for (var round = 1; round <= 1_000; round++)
        {
            writer.Write(Encoding.UTF8.GetBytes($"line {round}\nrest"));
            capture.CatchUp();
            Assert.Equal([$"line {round}", "rest"], capture.Tail(2)); // what is no line yet is in the tail
            writer.Write(" of it\n"u8);
            capture.CatchUp();
            Assert.Equal([$"line {round}", "rest of it"], capture.Tail(2));
        }
        writer.Dispose();
        await capture.Ended;
        Assert.Equal(Enumerable.Range(1, 1_000).SelectMany(round => new[] { $"line {round}", "rest of it" }), lines);
    }

    private static async Task<(List<string> Lines, IReadOnlyList<string> Tail)> CaptureAsync(Stream stream)
    {
        var lines = new List<string>();
        var capture = OutputCapture.Start(stream, "test", lines.Add);
        await capture.Ended;
        return (lines, capture.Tail());
    }

    /// <summary>Gives its bytes a few at a time, as a pipe may.</summary>
    private sealed class ChoppedStream(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, atOnce));
    }
}
