namespace ActorIpc.Hosting.Supervision;

/// <summary>Finds everything that is wrong in a declared tree, at once.</summary>
public static class SpecValidation
{
    /// <summary>Checks a whole tree.</summary>
    /// <param name="root">The topology's root.</param>
    /// <returns>All problems, the entries' own in declared order and then those between entries; the tree can be started when none but warnings are among them.</returns>
    public static IReadOnlyList<SpecProblem> Check(SupervisorSpec root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var problems = new SpecProblems();
        var places = new List<SpecPlace>();
        // What is nested too deep is not looked into, so that no declaration can exhaust the stack; what stands between entries is then not judged.
        if (Visit(new SpecPlace(root, "", null)))
            TreeChecks.Check(places, problems);
        return problems.Found;

        bool Visit(SpecPlace place)
        {
            places.Add(place);
            EntryChecks.Check(place, problems.At(place.Path));
            if (place.Spec is not SupervisorSpec supervisor)
                return true;
            var shallow = place.Depth <= SupervisorSpec.MaximumDepth;
            problems.At(place.Path).Require(shallow, "children", $"supervisors are nested at most {SupervisorSpec.MaximumDepth} deep: depth={place.Depth}");
            if (shallow)
            {
                foreach (var child in supervisor.Children)
                    shallow &= Visit(place.Of(child));
            }
            return shallow;
        }
    }
}
