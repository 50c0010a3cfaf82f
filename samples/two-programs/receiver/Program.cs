using System.Runtime.InteropServices;
using ActorIpc.Channels;
using TwoPrograms;

// receiver MEDIUM     connects, and prints each tick until the sender is done
if (args is not [_] || Medium.Options(args[0]) is not { } options)
{
    Console.Error.WriteLine("usage: receiver shm|unix|tcp[:PORT]");
    return 2;
}
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await using var reader = await IpcChannel.ConnectReaderAsync("ticks", options, stop.Token);
    await foreach (var tick in reader.ReadAllAsync(stop.Token))
        Console.WriteLine($"tick {tick.Number} {tick.Price}");
    Console.WriteLine("the end");
    return 0;
}
catch (OperationCanceledException)
{
    return 0; // Ctrl+C: leaving the block has told the sender.
}
catch (Exception e) when (e is PeerDownException or RemoteChannelException or ChannelConnectException)
{
    Console.WriteLine($"over: {e.Message}");
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
