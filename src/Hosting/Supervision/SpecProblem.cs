namespace ActorIpc.Hosting.Supervision;

/// <summary>One thing that is wrong, or doubtful, in a declared tree.</summary>
/// <param name="Path">Where, as the HOCON path below the topology: <c>children.workers.children.counter.instances</c>; <c>intensity</c> is the root's own.</param>
/// <param name="Message">The rule, then the offending <c>name=value</c>.</param>
/// <param name="IsWarning">True: the tree can be started all the same.</param>
public sealed record SpecProblem(string Path, string Message, bool IsWarning = false)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
