using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ActorIpc.Benchmarking.Sockets;

/// <summary>The peer's side of plain Unix sockets, and what both sides share. Everything waits asynchronously.</summary>
internal static class SocketPeer
{
    /// <summary>The size of every buffer, in bytes.</summary>
    public const int BufferBytes = 64 * 1024;

    /// <summary>Listens on a path and serves each connection until its end.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="serve">Serves one connection.</param>
    /// <returns>The listening socket.</returns>
    public static Socket Listen(string path, Func<Socket, Task> serve)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        _ = AcceptAsync(listener, serve);
        return listener;
    }

    /// <summary>Connects to a listener that is there.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<Socket> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends back whatever comes.</summary>
    /// <param name="socket">A connection.</param>
    public static async Task EchoAsync(Socket socket)
    {
        var buffer = new byte[BufferBytes];
        while (await socket.ReceiveAsync(buffer).ConfigureAwait(false) is > 0 and var count)
        {
            for (var rest = buffer.AsMemory(0, count); rest.Length > 0;)
                rest = rest[await socket.SendAsync(rest).ConfigureAwait(false)..];
        }
    }

    /// <summary>Reads items, a line each, and answers an empty line with their number so far.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="socket">A connection.</param>
    /// <param name="json">How an item is read: generated.</param>
    public static async Task CountAsync<T>(Socket socket, JsonTypeInfo<T> json)
    {
        var buffer = new byte[BufferBytes];
        var count = 0L;
        var filled = 0;
        while (await socket.ReceiveAsync(buffer.AsMemory(filled)).ConfigureAwait(false) is > 0 and var received)
        {
            filled += received;
            var used = Take(buffer.AsSpan(0, filled), json, ref count, out var asked);
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (asked)
                await socket.SendAsync(BitConverter.GetBytes(count)).ConfigureAwait(false);
        }
    }

    /// <summary>Reads until a buffer is full.</summary>
    /// <param name="socket">A connection.</param>
    /// <param name="buffer">The buffer.</param>
    /// <exception cref="BenchmarkException">The connection ended.</exception>
    public static async ValueTask ReadExactlyAsync(Socket socket, Memory<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = await socket.ReceiveAsync(buffer).ConfigureAwait(false);
            if (count == 0)
                throw new BenchmarkException($"the peer closed the socket: bytes missing={buffer.Length}");
            buffer = buffer[count..];
        }
    }

    private static async Task AcceptAsync(Socket listener, Func<Socket, Task> serve)
    {
        while (true)
        {
            var socket = await listener.AcceptAsync().ConfigureAwait(false);
            _ = ServeAsync(socket, serve);
        }
    }

    private static async Task ServeAsync(Socket socket, Func<Socket, Task> serve)
    {
        using (socket)
        {
            try
            {
                await serve(socket).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // The other side went away in the middle: the connection is over either way.
            }
        }
    }

    /// <summary>Takes the whole lines; the result is the bytes they have.</summary>
    private static int Take<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> json, ref long count, out bool asked)
    {
        asked = false;
        var used = 0;
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes[used..].IndexOf((byte)'\n'))
        {
            if (end == 0)
                asked = true;
            else if (JsonSerializer.Deserialize(bytes.Slice(used, end), json) is not null)
                count++;
            used += end + 1;
        }
        return used;
    }
}
