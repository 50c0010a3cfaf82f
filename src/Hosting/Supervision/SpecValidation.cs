namespace ActorIpc.Hosting.Supervision;

/// <summary>Finds everything that is wrong in a declared tree, at once.</summary>
public static class SpecValidation
{
    /// <summary>Checks a whole tree.</summary>
    /// <param name="root">The topology's root.</param>
    /// <returns>All problems in declared order; the tree can be started when none but warnings are among them.</returns>
    public static IReadOnlyList<SpecProblem> Check(SupervisorSpec root) => throw new NotImplementedException();
}
