using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorIpc.SystemTests.Links;
using ActorIpc.SystemTests.Support;

namespace ActorIpc.SystemTests.Samples;

/// <summary>samples/two-programs: what its README says, in all three media.</summary>
public sealed class TwoProgramsTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("shm")]
    [InlineData("unix")]
    [InlineData("tcp")]
    public async Task Programs_AsTheirReadmeSays_OutliveEachOther(string medium)
    {
        var word = medium == "tcp" ? $"tcp:{FreePort()}" : medium;

        // The receiver first: it waits.
        using var receiver = Start(BuildOutput.Receiver, word);
        using var sender = Start(BuildOutput.Sender, word);
        await receiver.SaysAsync("tick 3 103");

        // Killed, the sender says so, waits, and goes on with the next receiver.
        receiver.Kill();
        await sender.SaysAsync("waits for the next life of receiver");
        using var second = Start(BuildOutput.Receiver, word);
        await second.SaysAsync("tick ");
        var first = long.Parse(second.Output.Split('\n').First(line => line.StartsWith("tick ", StringComparison.Ordinal)).Split(' ')[1]);
        var lastOfTheFirst = receiver.Output.Split('\n').Where(line => line.StartsWith("tick ", StringComparison.Ordinal)).Max(line => long.Parse(line.Split(' ')[1]));
        Assert.InRange(first, 1, lastOfTheFirst + 1);

        // Killed, the sender's stream goes on with the next one, from its first tick, and ends with its end.
        sender.Kill();
        await second.SaysAsync("waits for the next life of sender");
        using var next = Start(BuildOutput.Sender, word, "3");
        await second.SaysAsync("the end");
        Assert.EndsWith("tick 1 101\ntick 2 102\ntick 3 103\nChannel ticks: the Reader is done.\nthe end", second.Output.Trim(), StringComparison.Ordinal);
        await next.SaysAsync("done: everything was received");
        await next.EndedAsync();
        await second.EndedAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task Receiver_Interrupted_TellsTheSenderWhichEnds()
    {
        using var sender = Start(BuildOutput.Sender, "shm");
        using var receiver = Start(BuildOutput.Receiver, "shm");
        await receiver.SaysAsync("tick 1 101");
        Signals.Send(receiver.Pid, "INT");
        await sender.SaysAsync("over: the reader of a channel has stopped");
        await sender.EndedAsync();
        await receiver.EndedAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task Sender_Interrupted_CompletesTheStream()
    {
        using var sender = Start(BuildOutput.Sender, "unix");
        using var receiver = Start(BuildOutput.Receiver, "unix");
        await receiver.SaysAsync("tick 1 101");
        Signals.Send(sender.Pid, "INT");
        await receiver.SaysAsync("the end");
        await sender.SaysAsync("done: everything was received");
        await sender.EndedAsync();
        await receiver.EndedAsync();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private PeerProcess Start(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments);
        info.Environment["ACTORIPC_RUNTIME_DIR"] = _scratch.RuntimeDirectory;
        return PeerProcess.Start(info);
    }
}
