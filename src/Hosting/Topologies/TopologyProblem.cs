namespace ActorIpc.Hosting.Topologies;

/// <summary>One thing that is wrong with a topology.</summary>
/// <param name="Path">The HOCON path, or the file, it is wrong at.</param>
/// <param name="Message">The rule and the offending value.</param>
public sealed record TopologyProblem(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>A topology cannot be run; carries everything that is wrong with it at once.</summary>
/// <param name="problems">What is wrong, at least one.</param>
public sealed class TopologyException(IReadOnlyList<TopologyProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<TopologyProblem> Problems { get; } = problems;
}
