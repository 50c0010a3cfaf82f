using System.Diagnostics;
using System.Net.Sockets;
using ActorIpc.Benchmarking.Sockets;
using ActorIpc.Benchmarking.Statistics;

namespace ActorIpc.Benchmarks.Links;

/// <summary>What a program without links does: JSON lines, or bare bytes, over a Unix socket.</summary>
internal static class SocketBaseline
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<(double Rate, double Micros)> RunAsync(string path, string socketPath, LinkBenchmarkOptions options)
    {
        using var socket = await ConnectAsync(socketPath);
        if (path == "uds-ping")
            return Ping(socket, options);
        var (items, elapsed) = await new JsonLineSender<JsonItem>(socket, JsonItem.Of, JsonItemJson.Default.JsonItem).FloodAsync(TimeSpan.FromSeconds(options.Seconds));
        return (items / elapsed.TotalSeconds, 0);
    }

    public static async Task ServeAsync(string path, string socketPath)
    {
        var ended = new TaskCompletionSource();
        using var listener = SocketPeer.Listen(socketPath, async socket =>
        {
            try
            {
                if (path == "uds-ping")
                    Echo(socket);
                else
                    await SocketPeer.CountAsync(socket, JsonItemJson.Default.JsonItem);
            }
            finally
            {
                ended.SetResult();
            }
        });
        await ended.Task;
    }

    private static async Task<Socket> ConnectAsync(string path)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await SocketPeer.ConnectAsync(path, CancellationToken.None);
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(20); // The peer does not listen yet.
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
        return (times.Count / watch.Elapsed.TotalSeconds, Samples.Median(times));
    }

    private static void Echo(Socket socket)
    {
        var buffer = new byte[8];
        int count;
        while ((count = socket.Receive(buffer)) > 0)
            socket.Send(buffer.AsSpan(0, count));
    }
}
