using System.Globalization;

namespace ActorIpc.Benchmarking.Statistics;

/// <summary>What is said of many values.</summary>
internal static class Samples
{
    /// <summary>The value in the middle; of an even number of values the mean of the two in the middle.</summary>
    /// <param name="values">At least one, in any order.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            throw new ArgumentException("a median needs at least one value", nameof(values));
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The median of the values that are there; null when none is.</summary>
    /// <param name="values">Any number, in any order.</param>
    public static double? MedianOrNull(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToArray();
        return known.Length == 0 ? null : Median(known);
    }

    /// <summary>The smallest value that at least the given part of all values does not exceed (nearest rank).</summary>
    /// <param name="values">At least one, in any order.</param>
    /// <param name="part">Above 0, up to 1: 0.99 is the 99th percentile.</param>
    /// <exception cref="ArgumentException">There are no values, or there is no such part.</exception>
    public static double Percentile(IEnumerable<double> values, double part)
    {
        if (part is not (> 0 and <= 1))
            throw new ArgumentException($"a percentile is above 0 and up to 1: part={part}", nameof(part));
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            throw new ArgumentException("a percentile needs at least one value", nameof(values));
        // 0.99 * 100 is a little more than 99 in binary: a rank is not raised by less than a millionth.
        return sorted[(int)Math.Ceiling((part * sorted.Length) - 1e-6) - 1];
    }

    /// <summary>A value to so many digits, wherever its point is: neither 0.00012 nor 1,234,567 loses what matters of it.</summary>
    /// <param name="value">A finite value.</param>
    /// <param name="digits">Significant digits.</param>
    public static double Significant(double value, int digits) =>
        double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
