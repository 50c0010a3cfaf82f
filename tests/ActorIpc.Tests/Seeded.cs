using Xunit.Abstractions;

namespace ActorIpc.Tests;

/// <summary>The randomness of a test: its seed is printed, and <c>ACTORIPC_SEED</c> sets it to see a failure again.</summary>
internal static class Seeded
{
    /// <summary>A random source.</summary>
    /// <param name="output">Where the seed is printed.</param>
    public static Random Random(ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable("ACTORIPC_SEED") is { } text ? int.Parse(text) : System.Random.Shared.Next();
        output.WriteLine($"seed: ACTORIPC_SEED={seed}");
        return new Random(seed);
    }
}
