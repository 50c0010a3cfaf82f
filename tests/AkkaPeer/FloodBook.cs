using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace ActorIpc.AkkaPeer;

/// <summary>
/// What one of two programs that flood each other has told, lost and taken: how many, and the sum of their numbers, so that a message counted twice does not hide one that is
/// missing. And what the meters of lanes and links say, which is what a user sees.
/// </summary>
internal sealed class FloodBook : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _measured = [];
    private (long Count, long Sum) _sent;
    private (long Count, long Sum) _dead;
    private (long Count, long Sum) _received;
    private long _late;
    private long _last;
    private long _lastAt = Stopwatch.GetTimestamp();
    private long _longestPause;

    /// <summary>Listens to the meters of the process.</summary>
    public FloodBook()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is "ActorIpc.Lanes" or "ActorIpc.Links")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(Measure);
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Measure(instrument, value, tags, state));
        _listener.Start();
    }

    /// <summary>A message is about to be told.</summary>
    public void Send(long number) => Add(ref _sent, number);

    /// <summary>A message became a dead letter here. They are told one after the other: there is one who tells.</summary>
    public void Lose(long number) => Add(ref _dead, number);

    /// <summary>A message came.</summary>
    public void Receive(long number)
    {
        var now = Stopwatch.GetTimestamp();
        _longestPause = Math.Max(_longestPause, now - _lastAt);
        _lastAt = now;
        _late += number > _last ? 0 : 1;
        _last = Math.Max(_last, number);
        Add(ref _received, number);
    }

    /// <summary>All of it on one line, after a collection of garbage: what was alive then is what is kept.</summary>
    public string Report()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        var memory = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        _measured.Clear();
        _listener.RecordObservableInstruments();
        var pause = Stopwatch.GetElapsedTime(0, Interlocked.Exchange(ref _longestPause, 0)).TotalMilliseconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"report sent={_sent.Count} sent-sum={_sent.Sum} dead={_dead.Count} dead-sum={_dead.Sum} received={_received.Count} received-sum={_received.Sum} late={_late} pause={(long)pause} alive={memory.HeapSizeBytes - memory.FragmentedBytes} open={Measured("actoripc.lanes.open")} overflowed={Measured("actoripc.lanes.overflowed")} waits={Measured("actoripc.lanes.waits")} waiting={Measured("actoripc.links.waiting")}");
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void Add(ref (long Count, long Sum) to, long number) => (to.Count, to.Sum) = (to.Count + 1, to.Sum + number);

    private void Measure<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : struct, IConvertible => _measured[instrument.Name] = _measured.GetValueOrDefault(instrument.Name) + value.ToInt64(CultureInfo.InvariantCulture);

    private long Measured(string name) => _measured.TryGetValue(name, out var value) ? value : throw new InvalidOperationException($"nobody measures it: name={name}");
}
