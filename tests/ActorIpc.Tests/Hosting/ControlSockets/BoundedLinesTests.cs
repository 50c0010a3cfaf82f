using System.Text;
using ActorIpc.Hosting.ControlSockets;

namespace ActorIpc.Tests.Hosting.ControlSockets;

/// <summary>Lines off a stream that comes in any pieces.</summary>
public sealed class BoundedLinesTests
{
    [Theory]
    [InlineData("one\ntwo\nthree\n", "one|two|three")]
    [InlineData("\n\nx\n", "||x")]
    [InlineData("whole\nbroken off", "whole")]
    [InlineData("", "")]
    public async Task Lines_InPiecesOfAnySize_AreTheSame(string text, string expected)
    {
        for (var piece = 1; piece <= text.Length + 1; piece++)
            Assert.Equal(expected, string.Join('|', await ReadAllAsync(Encoding.UTF8.GetBytes(text), piece, maximum: 100)));
    }

    [Fact]
    public async Task Lines_LongerThanTheBuffer_AreReadWholeOneAfterTheOther()
    {
        var lines = Enumerable.Range(0, 5).Select(i => new string((char)('a' + i), 3000 * (i + 1))).ToList();
        Assert.Equal(lines, await ReadAllAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), 1000, maximum: 20_000));
    }

    [Fact]
    public async Task Line_LongerThanTheBound_IsRefusedBeforeItIsKept()
    {
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAllAsync(new byte[200_000], 1000, maximum: 10_000));
        Assert.Contains("10000 bytes", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ReadAllAsync(byte[] bytes, int piece, int maximum)
    {
        var lines = new BoundedLines(new PieceStream(bytes, piece), maximum);
        var read = new List<string>();
        while (await lines.ReadAsync(CancellationToken.None) is { } line)
            read.Add(Encoding.UTF8.GetString(line.Span));
        return read;
    }

    /// <summary>Gives its bytes in pieces of one size.</summary>
    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
