using System.Net;
using System.Net.Sockets;

namespace ActorIpc.Links.Readers;

/// <summary>
/// Where a Unix socket listens. A socket that was bound to the framework's own end point removes that file when it is closed, which the reader thread does later: by then the name may be
/// another listener's. Here the file is removed by whoever holds the name, and by nobody else.
/// </summary>
/// <param name="path">The socket's file.</param>
internal sealed class PathEndPoint(string path) : EndPoint
{
    private readonly UnixDomainSocketEndPoint _path = new(path);

    public override AddressFamily AddressFamily => AddressFamily.Unix;

    public override SocketAddress Serialize() => _path.Serialize();

    public override EndPoint Create(SocketAddress socketAddress) => _path.Create(socketAddress);

    public override string ToString() => _path.ToString();
}
