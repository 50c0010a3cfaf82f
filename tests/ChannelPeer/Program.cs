using System.Diagnostics;
using System.Net;
using ActorIpc.Channels;
using ActorIpc.Links;

// channel-peer read|write directory=D medium=M [port=P] [resume=true] [acknowledge=EVERY] [take=N] [write=N]
// read: takes numbers, says "first N", after `take` of them "taken N" and takes no more, at the end "end N ordered REASON".
// write: writes numbers from 0, says "written N", and kills itself.
var values = args[1..].Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
var directory = values["directory"];
await using var links = new LinkRuntime(new LinkOptions { RuntimeDirectory = directory, SegmentDirectory = directory });
var every = long.Parse(values.GetValueOrDefault("acknowledge", "0"));
var options = new IpcChannelOptions<long>
{
    Links = links,
    Identity = "channel-peer",
    Incarnation = long.Parse(values.GetValueOrDefault("incarnation", "1")),
    Medium = Enum.Parse<ChannelMedium>(values["medium"]),
    Endpoint = values.TryGetValue("port", out var port) ? new IPEndPoint(IPAddress.Loopback, int.Parse(port)) : null,
    OnPeerDown = values.GetValueOrDefault("resume") == "true" ? OnPeerDown.Resume : OnPeerDown.Fail,
    Acknowledgement = every > 0 ? Acknowledgement.Explicit : Acknowledgement.NextRead,
};
if (args[0] == "write")
{
    var count = long.Parse(values["write"]);
    var writer = await IpcChannel.ConnectWriterAsync("numbers", options);
    for (var number = 0L; number < count; number++)
        await writer.WriteAsync(number);
    writer.Flush();
    Console.WriteLine($"written {count}");
    Process.GetCurrentProcess().Kill();
    Thread.Sleep(Timeout.Infinite);
}

var take = long.Parse(values.GetValueOrDefault("take", "9223372036854775807"));
await using var reader = await IpcChannel.ConnectReaderAsync("numbers", options);
var (taken, next, ordered) = (0L, -1L, true);
var reason = "Completed";
try
{
    while (await reader.WaitToReadAsync())
    {
        while (taken < take && reader.TryRead(out var number))
        {
            if (next < 0)
                Console.WriteLine($"first {next = number}");
            ordered &= number == next++;
            taken++;
            if (every > 0 && taken % every == 0)
                reader.Acknowledge();
        }
        if (taken >= take)
        {
            Console.WriteLine($"taken {taken}");
            await Task.Delay(Timeout.Infinite);
        }
    }
    if (every > 0)
        reader.Acknowledge();
}
catch (Exception e) when (e is PeerDownException or RemoteChannelException)
{
    reason = e.GetType().Name;
}
Console.WriteLine($"end {taken} {(ordered ? "ordered" : "DISORDERED")} {reason}");
await Console.In.ReadToEndAsync();
return 0;
