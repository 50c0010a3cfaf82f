using System.Diagnostics;
using ActorIpc.Links;

namespace ActorIpc.Benchmarking.Links;

/// <summary>The measuring side of a link whose other end is a <see cref="RecordCounter"/>. One thread at a time.</summary>
internal sealed class RecordTraffic : ILinkHandler
{
    private const int BetweenLooksAtTheClock = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Link _link;
    private readonly SemaphoreSlim _arrived = new(0);
    private long _answer;
    private long _sent;

    /// <summary>Takes a link that has not been started.</summary>
    /// <param name="link">The link; still the caller's to close.</param>
    public RecordTraffic(Link link)
    {
        _link = link;
        link.Start(this);
    }

    /// <summary>Writes records as fast as they are taken, and waits until the peer has seen them all. Blocks its thread.</summary>
    /// <param name="size">Bytes of each, more than one.</param>
    /// <param name="batch">How many are published together.</param>
    /// <param name="length">How long it writes.</param>
    /// <returns>How many records, in what time, the wait included.</returns>
    /// <exception cref="BenchmarkException">The peer has not seen as many.</exception>
    public (long Records, TimeSpan Elapsed) Flood(int size, int batch, TimeSpan length)
    {
        var payload = new byte[size];
        var before = _sent;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            for (var i = 0; i < BetweenLooksAtTheClock; i++)
            {
                if (batch == 1)
                    WriteOne(payload);
                else
                    WriteBatch(payload, batch);
            }
            _sent += BetweenLooksAtTheClock * batch;
        }
        var seen = AskForCount();
        if (seen != _sent)
            throw new BenchmarkException($"the peer must have seen all records: sent={_sent} seen={seen}");
        return (_sent - before, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Has one record answered after the other. Blocks its thread.</summary>
    /// <param name="length">How long.</param>
    /// <param name="microseconds">Gets each round trip.</param>
    public void RoundTrips(TimeSpan length, List<double> microseconds)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            var asked = Stopwatch.GetTimestamp();
            AskForCount();
            microseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMicroseconds);
        }
    }

    /// <inheritdoc/>
    LinkFlow ILinkHandler.OnRecord(ReadOnlySpan<byte> payload)
    {
        Volatile.Write(ref _answer, BitConverter.ToInt64(payload));
        _arrived.Release();
        return LinkFlow.More;
    }

    /// <inheritdoc/>
    void ILinkHandler.OnEnd(LinkEnd end)
    {
    }

    private void WriteOne(byte[] payload)
    {
        while (!_link.TryWrite(payload))
            YieldWhileOpen();
    }

    private void WriteBatch(byte[] payload, int count)
    {
        while (true)
        {
            using (var batch = _link.BeginBatch())
            {
                while (count > 0 && batch.TryAdd(payload))
                    count--;
            }
            if (count == 0)
                return;
            YieldWhileOpen();
        }
    }

    private long AskForCount()
    {
        WriteOne([1]);
        return _arrived.Wait(Patience)
            ? Volatile.Read(ref _answer)
            : throw new BenchmarkException($"the peer must answer within {Patience.TotalSeconds:0} s: link={_link}");
    }

    private void YieldWhileOpen()
    {
        if (!_link.IsOpen)
            throw new BenchmarkException($"the link has ended: link={_link}");
        Thread.Yield();
    }
}
