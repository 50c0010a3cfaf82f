using System.Diagnostics;
using ActorIpc.SystemTests.Links;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests.Samples;

/// <summary>samples/plain-akka: the same program, the same answers, with lanes by configuration alone.</summary>
public sealed class PlainAkkaTests : IDisposable
{
    private const string Word = "address ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("tcp.conf", "tcp.conf", false)]
    [InlineData("lanes.conf", "lanes.conf", true)]
    [InlineData("lanes.conf", "tcp.conf", true)]
    [InlineData("tcp.conf", "lanes.conf", false)]
    public async Task Program_WithEitherConfiguration_GivesTheSameAnswers(string server, string client, bool listensForLinks)
    {
        using var serving = Start(server, "serve");
        var line = await Eventually.Get(
            () => serving.Output.Split('\n').FirstOrDefault(line => line.StartsWith(Word, StringComparison.Ordinal)), line => line is not null, Patience, "the address");
        Assert.StartsWith("akka.tcp://shop@127.0.0.1:", line![Word.Length..], StringComparison.Ordinal);
        Assert.Equal(listensForLinks, _scratch.LeftInRuntimeDirectory().Any(name => name.EndsWith(".sock", StringComparison.Ordinal)));

        using var asking = Start(client, "ask", line[Word.Length..], "a", "bc", "a");
        await asking.EndedAsync();

        Assert.Equal(["a costs 97, question 1", "bc costs 197, question 2", "a costs 97, question 3"], asking.Output.Split('\n').Where(IsNotOfClosing));
        await serving.FinishAsync();
        Assert.Empty(_scratch.LeftInRuntimeDirectory());
    }

    // Akka.Remote's TCP transport forgets its connections while they close, and warns when one of them is closed a moment later: with either configuration, and rarely.
    private static bool IsNotOfClosing(string line) => !line.EndsWith("from connection group. May not shut down cleanly.", StringComparison.Ordinal);

    private PeerProcess Start(params string[] arguments)
    {
        var info = new ProcessStartInfo(BuildOutput.PlainAkka, arguments);
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        return PeerProcess.Start(info);
    }
}
