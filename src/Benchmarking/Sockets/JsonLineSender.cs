using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ActorIpc.Benchmarking.Sockets;

/// <summary>
/// What a program without links does: items as lines of source-generated JSON over a Unix socket, written when the buffer is full or nothing more is to be
/// written. The other end is <see cref="SocketPeer.CountAsync{T}"/>.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="socket">A connected socket; the caller's to close.</param>
/// <param name="of">The item of a number.</param>
/// <param name="json">How it is written: generated.</param>
internal sealed class JsonLineSender<T>(Socket socket, Func<long, T> of, JsonTypeInfo<T> json)
{
    private const int BetweenLooksAtTheClock = 256;
    private const int LongestLine = 256;

    private readonly ArrayBufferWriter<byte> _buffer = new(SocketPeer.BufferBytes);
    private readonly byte[] _answer = new byte[sizeof(long)];
    private long _sent;

    /// <summary>Sends items as fast as they are taken, and waits until the peer has read them all.</summary>
    /// <param name="length">How long it sends.</param>
    /// <returns>How many items, in what time, the wait included.</returns>
    /// <exception cref="BenchmarkException">The peer has not read as many.</exception>
    public async Task<(long Items, TimeSpan Elapsed)> FloodAsync(TimeSpan length)
    {
        using var line = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
        var before = _sent;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            for (var i = 0; i < BetweenLooksAtTheClock; i++)
            {
                line.Reset();
                JsonSerializer.Serialize(line, of(_sent++), json);
                _buffer.Write("\n"u8);
                if (_buffer.WrittenCount > SocketPeer.BufferBytes - LongestLine)
                    await FlushAsync().ConfigureAwait(false);
            }
        }
        // An empty line asks how many there were.
        _buffer.Write("\n"u8);
        await FlushAsync().ConfigureAwait(false);
        await SocketPeer.ReadExactlyAsync(socket, _answer).ConfigureAwait(false);
        var seen = BitConverter.ToInt64(_answer);
        if (seen != _sent)
            throw new BenchmarkException($"the peer must have read all items: sent={_sent} read={seen}");
        return (_sent - before, Stopwatch.GetElapsedTime(start));
    }

    private async ValueTask FlushAsync()
    {
        for (var rest = _buffer.WrittenMemory; rest.Length > 0;)
            rest = rest[await socket.SendAsync(rest).ConfigureAwait(false)..];
        _buffer.ResetWrittenCount();
    }
}
