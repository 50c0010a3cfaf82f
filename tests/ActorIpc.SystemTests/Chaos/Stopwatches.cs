using System.Diagnostics;
using System.Globalization;

namespace ActorIpc.SystemTests.Chaos;

/// <summary>How long commands took to be answered.</summary>
internal sealed class Stopwatches
{
    private readonly SortedDictionary<string, List<double>> _milliseconds = new(StringComparer.Ordinal);
    private readonly List<string> _late = [];

    /// <summary>The longest that a command should wait for its answer, in milliseconds.</summary>
    public const double Limit = 100;

    /// <summary>Carries something out and takes its time.</summary>
    /// <typeparam name="T">Its result.</typeparam>
    /// <param name="what">What it is.</param>
    /// <param name="action">Carries it out.</param>
    public async Task<T> TakeAsync<T>(string what, Func<Task<T>> action)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await action();
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (!_milliseconds.TryGetValue(what, out var times))
            _milliseconds[what] = times = [];
        times.Add(took);
        if (took > Limit)
            _late.Add(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} {what}, the {times.Count}th, took {took:0.0} ms"));
        return result;
    }

    /// <summary>A percentile of all of them, in milliseconds.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double Percentile(double share) => Percentile([.. _milliseconds.Values.SelectMany(times => times)], share);

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, _milliseconds.Select(item => string.Create(
        CultureInfo.InvariantCulture,
        $"{item.Key,-8} {item.Value.Count,5} times  p50 {Percentile(item.Value, 0.5):0.0} ms  p99 {Percentile(item.Value, 0.99):0.0} ms  longest {item.Value.Max():0.0} ms")).Concat(_late));

    private static double Percentile(List<double> times, double share)
    {
        var sorted = times.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, Math.Ceiling(share * sorted.Count))];
    }
}
