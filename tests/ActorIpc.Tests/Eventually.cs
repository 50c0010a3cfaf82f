using System.Diagnostics;
using Xunit.Sdk;

namespace ActorIpc.Tests;

/// <summary>Waits for something that another thread brings about, and fails with the last value it saw.</summary>
internal static class Eventually
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until a condition holds.</summary>
    public static async Task True(Func<bool> condition, TimeSpan within, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > within)
                throw new XunitException($"not within {within.TotalSeconds:0.#} s: {what}");
            await Task.Delay(LookAgain);
        }
    }

    /// <summary>Waits until a value is the expected one.</summary>
    public static async Task Equal<T>(T expected, Func<T> actual, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        for (var value = actual(); !EqualityComparer<T>.Default.Equals(value, expected); value = actual())
        {
            if (watch.Elapsed > within)
                throw new XunitException($"not within {within.TotalSeconds:0.#} s: expected {expected}, last seen {value}");
            await Task.Delay(LookAgain);
        }
    }
}
