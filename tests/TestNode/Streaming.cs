using System.Diagnostics;
using System.Globalization;
using ActorIpc.Channels;
using ActorIpc.Nodes;

namespace ActorIpc.TestNode;

/// <summary>An item of a test node's stream: its number, from 0, in a life of the writing node.</summary>
public readonly record struct StreamItem(int Incarnation, int Number);

/// <summary>The two ends of a stream of numbers between test nodes, by words such as <c>read-stream:FILE</c>.</summary>
internal static class Streaming
{
    private const string Channel = "numbers";
    private const string Bytes = "bytes";

    /// <summary>Starts an end if the word asks for one; it ends by itself.</summary>
    /// <param name="node">The node.</param>
    /// <param name="how">The word, and after a colon its values.</param>
    /// <returns>False: the word is about something else.</returns>
    public static bool TryStart(Node node, string how)
    {
        switch (how.Split(':'))
        {
            case ["read-stream", var file]:
                _ = ReadAsync(node, file);
                return true;
            case ["write-stream", var to, var count, var file]:
                _ = WriteAsync(node, to, int.Parse(count, CultureInfo.InvariantCulture), file);
                return true;
            case ["swallow"]:
                _ = SwallowAsync(node);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A line for each item, before it counts as done: <c>reading-life writing-life number</c>; in the end <c>end</c> or the error.</summary>
    private static async Task ReadAsync(Node node, string file)
    {
        await using var reader = node.OpenReader<StreamItem>(Channel, new IpcChannelOptions<StreamItem> { OnPeerDown = OnPeerDown.Resume });
        try
        {
            while (await reader.WaitToReadAsync())
            {
                while (reader.TryRead(out var item))
                    await File.AppendAllTextAsync(file, $"{node.Incarnation} {item.Incarnation} {item.Number}\n");
            }
            await File.AppendAllTextAsync(file, "end\n");
        }
        catch (Exception e) when (!node.Stopping.IsCancellationRequested)
        {
            await File.AppendAllTextAsync(file, $"{e.Message}\n");
        }
    }

    /// <summary>Writes numbers at a pace at which a test can kill in the middle.</summary>
    private static async Task WriteAsync(Node node, string to, int count, string file)
    {
        try
        {
            await using var writer = await node.OpenWriterAsync<StreamItem>(
                Channel, to, new IpcChannelOptions<StreamItem> { OnPeerDown = OnPeerDown.Resume, Capacity = 1000 }, node.Stopping);
            for (var number = 0; number < count; number++)
            {
                await writer.WriteAsync(new StreamItem(node.Incarnation, number), node.Stopping);
                if (number % 20 == 0)
                    await Task.Delay(1, node.Stopping);
            }
            writer.Complete();
            await writer.Completion;
            await File.AppendAllTextAsync(file, "written\n");
        }
        catch (OperationCanceledException)
        {
            // The node is stopping and leaves the channel.
        }
    }

    /// <summary>Writes as fast as it goes.</summary>
    public static async Task<Gushed> GushAsync(Node node, Gush order)
    {
        var start = Stopwatch.GetTimestamp();
        var block = new byte[16 * 1024];
        await Task.Yield(); // This is an actor's thread, which has other things to do.
        await using var writer = await node.OpenWriterAsync<byte[]>(Bytes, order.To).ConfigureAwait(false);
        for (var at = 0L; at < order.Megabytes * 1024L * 1024; at += block.Length)
            await writer.WriteAsync(block, node.Stopping).ConfigureAwait(false);
        writer.Complete();
        await writer.Completion.ConfigureAwait(false);
        return new Gushed(Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Asks, and measures.</summary>
    public static Task<AskTimes> AskAroundAsync(AskAround order) => Task.Run(async () =>
    {
        var times = new List<TimeSpan>();
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < order.Duration; await Task.Delay(1))
        {
            var asked = Stopwatch.GetTimestamp();
            await order.Other.Ask(new Echo(""), TimeSpan.FromSeconds(10));
            times.Add(Stopwatch.GetElapsedTime(asked));
        }
        times.Sort();
        return new AskTimes(times.Count, times[times.Count / 2], times[times.Count * 99 / 100]);
    });

    private static async Task SwallowAsync(Node node)
    {
        while (!node.Stopping.IsCancellationRequested)
        {
            var reader = node.OpenReader<byte[]>(Bytes);
            while (await reader.WaitToReadAsync())
            {
                while (reader.TryRead(out _))
                    continue;
            }
            await reader.DisposeAsync();
        }
    }
}
