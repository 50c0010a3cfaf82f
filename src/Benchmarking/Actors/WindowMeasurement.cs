using System.Diagnostics;
using ActorIpc.Benchmarking.Paths;
using ActorIpc.Benchmarking.Peers;
using ActorIpc.Benchmarking.Reports;
using ActorIpc.Benchmarking.Statistics;
using Akka.Actor;

namespace ActorIpc.Benchmarking.Actors;

/// <summary>How many messages a second senders with a window carry; counted between two looks while all of them are at work.</summary>
internal sealed class WindowMeasurement : IMeasurement
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly bool _bothCount;
    private readonly PeerProcess _peer;
    private readonly MessageCounter[] _answers;
    private readonly IActorRef[] _senders;

    /// <summary>Makes the senders.</summary>
    /// <param name="key">What the row is about.</param>
    /// <param name="system">The senders' system.</param>
    /// <param name="targets">One for each sender.</param>
    /// <param name="payload">What they send.</param>
    /// <param name="bothCount">True: question and answer are a message each; false: only what is sent counts, with its bytes.</param>
    /// <param name="peer">The other process.</param>
    public WindowMeasurement(RowKey key, ActorSystem system, IEnumerable<IActorRef> targets, object payload, bool bothCount, PeerProcess peer)
    {
        Key = key;
        _bothCount = bothCount;
        _peer = peer;
        _answers = [.. targets.Select(_ => new MessageCounter())];
        var window = key.Window ?? throw new ArgumentException("a window measurement has a window", nameof(key));
        _senders = [.. targets.Zip(_answers, (target, answers) => system.ActorOf(Props.Create(() => new WindowSender(target, payload, window, answers))))];
    }

    /// <inheritdoc/>
    public RowKey Key { get; }

    private long Answers => _answers.Sum(answers => answers.Value);

    /// <inheritdoc/>
    public async Task<RoundFigures> MeasureAsync(Slice slice, CancellationToken cancellation)
    {
        foreach (var sender in _senders)
            sender.Tell(WindowSender.Begin.Instance);
        var (answers, elapsed, use) = await OwnThread.RunAsync(() => Count(slice, cancellation)).ConfigureAwait(false);
        await DrainAsync(cancellation).ConfigureAwait(false);
        var figures = RoundFigures.Of(_bothCount ? 2 * answers : answers, elapsed, use);
        return _bothCount ? figures : figures with { BytesPerSecond = figures.MessagesPerSecond * Key.Size };
    }

    /// <summary>Sleeps and looks; longer than asked when nothing has been answered yet.</summary>
    private (long Answers, TimeSpan Elapsed, ProcessUse Use) Count(Slice slice, CancellationToken cancellation)
    {
        Sleep(slice.Settle, cancellation);
        var useBefore = _peer.UseOfBoth();
        var before = Answers;
        var start = Stopwatch.GetTimestamp();
        do
        {
            Sleep(slice.Counted, cancellation);
        }
        while (Answers == before && Stopwatch.GetElapsedTime(start) < Patience);
        var answers = Answers - before;
        var elapsed = Stopwatch.GetElapsedTime(start);
        return (answers, elapsed, _peer.UseOfBoth() - useBefore);
    }

    private static void Sleep(TimeSpan length, CancellationToken cancellation)
    {
        if (cancellation.WaitHandle.WaitOne(length))
            throw new OperationCanceledException(cancellation);
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(_senders.Select(sender => sender.Ask<WindowSender.Drained>(WindowSender.Drain.Instance, Patience, cancellation))).ConfigureAwait(false);
        }
        catch (AskTimeoutException e)
        {
            throw new BenchmarkException($"every message must be answered within {Patience.TotalSeconds:0} s: row={Key}", e);
        }
    }
}
