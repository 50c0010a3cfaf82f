using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorIpc.Benchmarks.Links;

/// <summary>What a program without links does: JSON lines, or bare bytes, over a Unix socket.</summary>
internal static class SocketBaseline
{
    private const int BufferBytes = 64 * 1024;

    public static (double Rate, double Micros) Run(string path, string socketPath, LinkBenchmarkOptions options)
    {
        using var socket = Connect(socketPath);
        return path == "uds-ping" ? Ping(socket, options) : Flood(socket, options);
    }

    public static void Serve(string path, string socketPath)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        listener.Listen(1);
        using var socket = listener.Accept();
        if (path == "uds-ping")
            Echo(socket);
        else
            Count(socket);
    }

    private static Socket Connect(string path)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                return socket;
            }
            catch (SocketException) when (watch.Elapsed < TimeSpan.FromSeconds(10))
            {
                socket.Dispose();
                Thread.Sleep(20);
            }
        }
    }

    private static (double Rate, double Micros) Ping(Socket socket, LinkBenchmarkOptions options)
    {
        var times = new List<double>();
        var buffer = new byte[8];
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < options.Seconds)
        {
            var start = Stopwatch.GetTimestamp();
            socket.Send(buffer);
            socket.Receive(buffer);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        times.Sort();
        return (times.Count / watch.Elapsed.TotalSeconds, times[times.Count / 2]);
    }

    private static void Echo(Socket socket)
    {
        var buffer = new byte[8];
        int count;
        while ((count = socket.Receive(buffer)) > 0)
            socket.Send(buffer.AsSpan(0, count));
    }

    private static (double Rate, double Micros) Flood(Socket socket, LinkBenchmarkOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(BufferBytes);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        var sent = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < options.Seconds)
        {
            for (var i = 0; i < 1000; i++)
            {
                writer.Reset();
                JsonSerializer.Serialize(writer, new BaselineItem(sent + i, 21.5 + i, "MSFT", 1_700_000_000_000 + i), BaselineJson.Default.BaselineItem);
                buffer.Write("\n"u8);
                if (buffer.WrittenCount > BufferBytes - 256)
                    Flush(socket, buffer);
            }
            sent += 1000;
        }
        buffer.Write("\n"u8);
        Flush(socket, buffer);
        var answer = new byte[8];
        for (var got = 0; got < 8;)
            got += socket.Receive(answer.AsSpan(got));
        var seen = BitConverter.ToInt64(answer);
        return seen == sent ? (sent / watch.Elapsed.TotalSeconds, 0) : throw new InvalidOperationException($"the peer must have seen all items: sent={sent} seen={seen}");
    }

    private static void Flush(Socket socket, ArrayBufferWriter<byte> buffer)
    {
        for (var rest = buffer.WrittenSpan; !rest.IsEmpty;)
            rest = rest[socket.Send(rest)..];
        buffer.ResetWrittenCount();
    }

    private static void Count(Socket socket)
    {
        var buffer = new byte[BufferBytes];
        var count = 0L;
        var filled = 0;
        while (true)
        {
            var received = socket.Receive(buffer.AsSpan(filled));
            if (received == 0)
                return;
            filled += received;
            var rest = buffer.AsSpan(0, filled);
            for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
            {
                if (end == 0)
                    socket.Send(BitConverter.GetBytes(count));
                else if (JsonSerializer.Deserialize(rest[..end], BaselineJson.Default.BaselineItem) is not null)
                    count++;
                rest = rest[(end + 1)..];
            }
            rest.CopyTo(buffer);
            filled = rest.Length;
        }
    }
}

/// <summary>An item of about 64 bytes as JSON.</summary>
internal sealed record BaselineItem(long Id, double Price, string Symbol, long At);

/// <summary>Its format.</summary>
[JsonSerializable(typeof(BaselineItem))]
internal sealed partial class BaselineJson : JsonSerializerContext;
