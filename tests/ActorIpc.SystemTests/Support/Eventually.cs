using System.Diagnostics;

namespace ActorIpc.SystemTests.Support;

/// <summary>Waits for something to become so, and fails with the last value seen when it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a value satisfies a condition.</summary>
    /// <param name="look">Looks at the value.</param>
    /// <param name="condition">What must become so.</param>
    /// <param name="within">How long to wait at the most.</param>
    /// <param name="what">What is waited for, for the failure.</param>
    public static async Task<T> Get<T>(Func<T> look, Func<T, bool> condition, TimeSpan within, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var value = look();
            if (condition(value))
                return value;
            if (Stopwatch.GetElapsedTime(started) > within)
                throw new Xunit.Sdk.XunitException($"{what}: not within {within.TotalSeconds:0.#} s; last value: {value}");
            await Task.Delay(LookInterval);
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">What must become so.</param>
    /// <param name="within">How long to wait at the most.</param>
    /// <param name="what">What is waited for, for the failure.</param>
    public static Task True(Func<bool> condition, TimeSpan within, string what) => Get(condition, value => value, within, what);
}
