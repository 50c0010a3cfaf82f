using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActorIpc.Links.Interop;

/// <summary>Who the kernel says is at the other end of a Unix socket.</summary>
/// <param name="ProcessId">0 when it lives in a pid namespace that is not visible from here.</param>
/// <param name="UserId">Its effective user id when it connected or began to listen.</param>
internal readonly record struct PeerCredentials(int ProcessId, uint UserId)
{
    /// <summary>Asks the kernel.</summary>
    public static PeerCredentials Of(Socket socket)
    {
        const int socketLevel = 1;
        const int peerCredentials = 17;
        Span<int> credentials = stackalloc int[3];
        var bytes = socket.GetRawSocketOption(socketLevel, peerCredentials, MemoryMarshal.AsBytes(credentials));
        return bytes == 12
            ? new PeerCredentials(credentials[0], (uint)credentials[1])
            : throw new IOException($"peer credentials must have 12 bytes: bytes={bytes}");
    }
}
