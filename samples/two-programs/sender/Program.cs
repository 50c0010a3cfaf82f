using System.Runtime.InteropServices;
using System.Threading.Channels;
using ActorIpc.Channels;
using TwoPrograms;

// sender MEDIUM [COUNT]     listens, and sends a tick each 100 ms until Ctrl+C, or COUNT of them
if (args is not ([_] or [_, _]) || Medium.Options(args[0]) is not { } options)
{
    Console.Error.WriteLine("usage: sender shm|unix|tcp[:PORT] [COUNT]");
    return 2;
}
var count = args is [_, var text] ? long.Parse(text) : long.MaxValue;
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await using var listener = await IpcChannel.ListenAsync("ticks", options);
    Console.WriteLine("listening");
    await using var writer = await listener.AcceptWriterAsync(stop.Token);
    try
    {
        for (var number = 1L; number <= count && !stop.IsCancellationRequested; number++)
        {
            await writer.WriteAsync(new Tick(number, 100 + (number % 7)), stop.Token);
            await Task.Delay(100, stop.Token);
        }
    }
    catch (OperationCanceledException)
    {
        // Ctrl+C: what was written still arrives.
    }
    writer.TryComplete();
    await writer.Completion;
    Console.WriteLine("done: everything was received");
    return 0;
}
catch (OperationCanceledException)
{
    return 0; // Ctrl+C before anybody came.
}
catch (Exception e) when (e is ChannelClosedException or PeerDownException or ReaderStoppedException or ChannelConnectException)
{
    Console.WriteLine($"over: {(e.InnerException ?? e).Message}");
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
