using System.Globalization;

namespace ActorIpc.Nodes.Collector;

/// <summary>How many words a second are counted, smoothed over about a second.</summary>
/// <param name="time">The clock.</param>
internal sealed class WordRate(TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private long _at = time.GetTimestamp();
    private long? _words; // null until the first sample: what a journal brought was not counted now
    private double _rate;

    /// <summary>Takes a sample.</summary>
    /// <param name="words">All words so far.</param>
    public void Sample(long words)
    {
        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_at, now);
        if (_words is { } before && elapsed > TimeSpan.Zero)
            _rate += ((words - before) / elapsed.TotalSeconds - _rate) * (1 - Math.Exp(-elapsed / Memory));
        _words = words;
        _at = now;
    }

    /// <inheritdoc/>
    public override string ToString() => _rate switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{_rate / 1e6:0.0} M words/s"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{_rate / 1e3:0} k words/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{_rate:0} words/s"),
    };
}
