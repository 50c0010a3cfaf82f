using System.Net.Sockets;
using ActorIpc.Links;
using ActorIpc.Links.Handshakes;

namespace ActorIpc.LinkPeer;

/// <summary>Greets a listener by hand, past the directory checks that would keep another user out before.</summary>
internal static class RawPeer
{
    public static string Ask(Socket socket, PeerCommand command)
    {
        socket.Connect(new UnixDomainSocketEndPoint(Rendezvous.SocketPath(command.Options.RuntimeDirectory!, command.Address)));
        var frames = new HandshakeSocket(socket, TimeSpan.FromSeconds(10));
        var hello = new Greeting
        {
            Purpose = LinkPurpose.Channel,
            Media = LinkMedia.All,
            Instance = Guid.NewGuid(),
            SystemUid = 0,
            OutboundRing = 4096,
            InboundRing = 4096,
            MaxMessage = 4096,
            To = command.Address,
            From = "",
            Data = default,
        };
        try
        {
            frames.Send(FrameType.Hello, hello.Encode().Body);
            return $"answer {frames.Receive(FrameType.Welcome).Type}";
        }
        catch (LinkException refusal)
        {
            return $"refused {refusal.Failure} {refusal.Message}";
        }
    }
}
