using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace ActorIpc.Tests.Hosting.Supervision;

/// <summary>
/// Random trees under random faults, commands and late news, in virtual time. The rig and <see cref="TreeInvariants"/> check every decision; here is checked
/// that a tree left in peace comes to rest, and that a stop always ends. <c>ACTORIPC_SEED</c> repeats a run, or with <c>ACTORIPC_CASES=1</c> one case.
/// </summary>
public sealed class RandomTreeTests(ITestOutputHelper output)
{
    [Fact]
    public void RandomFaultsAndCommands_AnyTree_KeepsTheInvariantsAndEnds()
    {
        var first = Setting("ACTORIPC_SEED") ?? Random.Shared.Next();
        var cases = Setting("ACTORIPC_CASES") ?? 5000;
        output.WriteLine($"ACTORIPC_SEED={first}");
        var outcomes = new SortedDictionary<string, int>();
        var clock = Stopwatch.StartNew();
        for (var index = 0; index < cases; index++)
        {
            var seed = unchecked(first + index);
            try
            {
                var outcome = new RandomTreeCase(new Random(seed)).Run();
                outcomes[outcome.GetType().Name] = outcomes.GetValueOrDefault(outcome.GetType().Name) + 1;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"repeat with ACTORIPC_SEED={seed} ACTORIPC_CASES=1", e);
            }
        }
        output.WriteLine($"{cases} cases, {cases / clock.Elapsed.TotalSeconds:0} a second: {string.Join(", ", outcomes.Select(pair => $"{pair.Key} {pair.Value}"))}");
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
