using System.Globalization;

namespace ActorIpc.Hosting.Supervision;

/// <summary>The keys in which two specs of the same entry differ, in the words of a topology.</summary>
internal static class SpecValues
{
    /// <summary>What a running process cannot be given any more.</summary>
    public static IReadOnlyList<ValueChange> OfProcess(ChildSpec before, ChildSpec after) => Differing(before, after,
    [
        ("executable", child => child.Executable),
        ("actor", child => child.Actor?.Type ?? "none"),
        ("assembly-path", child => child.Actor?.AssemblyPath ?? "the topology's"),
        ("actor-arguments", child => List(child.Actor?.Arguments.Select(argument => argument.ToString()) ?? [])),
        ("actor-name", child => child.Actor?.NameIn(child) ?? "none"),
        ("protocol", child => child.Actor?.Protocol ?? "none"),
        ("arguments", child => List(child.Arguments)),
        ("environment", child => List(child.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))),
        ("working-directory", child => child.WorkingDirectory ?? "the host's"),
        ("memory-ceiling", child => child.MemoryCeiling?.ToString(CultureInfo.InvariantCulture) ?? "none"), // it is also the limit of the process's heap
    ]);

    /// <summary>How a child is supervised.</summary>
    public static IReadOnlyList<ValueChange> OfChild(ChildSpec before, ChildSpec after) =>
    [
        .. OfEntry(before, after),
        .. Differing(before, after,
        [
            ("standby", child => child.Standby.ToString(CultureInfo.InvariantCulture)),
            ("shutdown", child => child.Shutdown.ToString()),
            ("start-timeout", child => Seconds(child.StartTimeout)),
            ("success-codes", child => List(child.SuccessCodes.Order().Select(code => code.ToString(CultureInfo.InvariantCulture)))),
            ("on-hang", child => Word(child.OnHang)),
        ]),
    ];

    /// <summary>How many nodes a child has.</summary>
    public static IReadOnlyList<ValueChange> OfInstances(ChildSpec before, ChildSpec after) =>
        Differing(before, after, [("instances", child => child.Instances?.ToString(CultureInfo.InvariantCulture) ?? "none")]);

    /// <summary>A supervisor's own keys.</summary>
    public static IReadOnlyList<ValueChange> OfSupervisor(SupervisorSpec before, SupervisorSpec after) =>
    [
        .. OfEntry(before, after),
        .. Differing(before, after,
        [
            ("strategy", supervisor => Word(supervisor.Strategy)),
            ("intensity", supervisor => supervisor.Intensity.ToString(CultureInfo.InvariantCulture)),
            ("period", supervisor => Seconds(supervisor.Period)),
            ("auto-shutdown", supervisor => Word(supervisor.AutoShutdown)),
            ("backoff.min", supervisor => Seconds(supervisor.Backoff.Minimum)),
            ("backoff.max", supervisor => Seconds(supervisor.Backoff.Maximum)),
            ("backoff.jitter", supervisor => supervisor.Backoff.Jitter.ToString(CultureInfo.InvariantCulture)),
            ("backoff.reset-after", supervisor => Seconds(supervisor.Backoff.ResetAfter)),
        ]),
    ];

    private static IReadOnlyList<ValueChange> OfEntry(TreeSpec before, TreeSpec after) => Differing(before, after,
    [
        ("restart", entry => Word(entry.Restart)),
        ("significant", entry => Word(entry.Significant)),
        ("depends-on", entry => List(entry.DependsOn.Select(name => name.Value))),
        ("restarts-with-dependencies", entry => Word(entry.RestartsWithDependencies)),
    ]);

    private static IReadOnlyList<ValueChange> Differing<T>(T before, T after, IEnumerable<(string Key, Func<T, string> Value)> values) =>
    [
        .. values.Select(value => new ValueChange(value.Key, value.Value(before), value.Value(after)))
            .Where(change => !string.Equals(change.Before, change.After, StringComparison.Ordinal)),
    ];

    private static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts)}]";

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.###} s");

    /// <summary>A value's word in a topology: <c>OneForAll</c> is <c>one-for-all</c>.</summary>
    private static string Word<T>(T value)
        where T : notnull =>
        string.Concat(value.ToString()!.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
