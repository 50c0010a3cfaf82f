using System.Diagnostics;
using System.Net.Sockets;
using ActorIpc.LinkPeer;
using ActorIpc.Links;
using ActorIpc.Links.Deaths;

// link-peer listen|connect|raw directory=D address=A [links=N] [write=N] [at=POINT:COUNT] [media=M] [ring=BYTES] [spill=BYTES] [segments=D] [close=true]
// link-peer mark address=PATH index=N: holds a death mark; says "held" or "refused".
// Says "ready", then "opened MEDIUM" for each link, "end KIND COUNT" for each that ended; ends with its stdin.
var command = PeerCommand.Parse(args);
if (command.At is var (point, count))
{
    var left = count;
    FaultPoints.Hook = hit =>
    {
        if (hit != point || Interlocked.Decrement(ref left) != 0)
            return;
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    };
}
if (command.Role == "mark")
{
    Console.WriteLine(DeathMarkHolder.TryHold(command.Address, command.Index) ? "held" : "refused");
    Console.In.ReadToEnd(); // on the thread that holds it
    return 0;
}
if (command.Role == "raw")
{
    using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    Console.WriteLine(RawPeer.Ask(socket, command));
    return 0;
}

await using var runtime = new LinkRuntime(command.Options);
var links = new List<Link>();
if (command.Role == "listen")
{
    var listener = LinkListener.Listen(runtime, command.Address);
    listener.Accept(LinkPurpose.Channel, new PeerAcceptor(command));
    Console.WriteLine("ready");
}
else
{
    Console.WriteLine("ready");
    for (var i = 0; i < command.Links; i++)
    {
        var link = await LinkConnector.ConnectAsync(runtime, new LinkRequest
        {
            To = command.Address,
            Purpose = LinkPurpose.Channel,
            WaitForListener = TimeSpan.FromSeconds(10),
        });
        PeerTraffic.Begin(link, command);
        links.Add(link);
    }
}
await Console.In.ReadToEndAsync();
return 0;
