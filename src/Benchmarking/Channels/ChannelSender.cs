using System.Diagnostics;
using ActorIpc.Channels;

namespace ActorIpc.Benchmarking.Channels;

/// <summary>The measuring side of a channel.</summary>
/// <param name="writer">The items' way there.</param>
/// <param name="counts">The reader's counts.</param>
/// <param name="of">The item of a number.</param>
internal sealed class ChannelSender<T>(IpcChannelWriter<T> writer, IpcChannelReader<long> counts, Func<long, string, T> of)
{
    private const int ManyBytes = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private long _sent;

    /// <summary>Writes items as fast as they are taken, and waits until the reader has read them all.</summary>
    /// <param name="text">What makes an item as long as it is to be.</param>
    /// <param name="itemBytes">How long that is.</param>
    /// <param name="length">How long it writes.</param>
    /// <returns>How many items, in what time, the wait included.</returns>
    /// <exception cref="BenchmarkException">The reader has not read as many.</exception>
    public async Task<(long Items, TimeSpan Elapsed)> FloodAsync(string text, int itemBytes, TimeSpan length)
    {
        var betweenLooksAtTheClock = Math.Clamp(ManyBytes / itemBytes, 1, 256);
        var before = _sent;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            for (var i = 0; i < betweenLooksAtTheClock; i++)
            {
                var item = of(_sent++, text);
                while (!writer.TryWrite(item))
                    await writer.WaitToWriteAsync().ConfigureAwait(false);
            }
        }
        await writer.WriteAsync(of(ChannelTraffic<T>.Question, text)).ConfigureAwait(false);
        writer.Flush();
        using var deadline = new CancellationTokenSource(Patience);
        var read = await counts.ReadAsync(deadline.Token).ConfigureAwait(false);
        if (read != _sent)
            throw new BenchmarkException($"the reader must have read all items: sent={_sent} read={read}");
        return (_sent - before, Stopwatch.GetElapsedTime(start));
    }
}
