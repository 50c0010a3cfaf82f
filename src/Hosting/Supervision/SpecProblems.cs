namespace ActorIpc.Hosting.Supervision;

/// <summary>Collects problems; <see cref="At"/> gives a view that writes below one path.</summary>
internal sealed class SpecProblems
{
    private readonly List<SpecProblem> _found;
    private readonly string _prefix;

    public SpecProblems()
        : this([], "")
    {
    }

    private SpecProblems(List<SpecProblem> found, string prefix) => (_found, _prefix) = (found, prefix);

    /// <summary>Everything collected so far, through whichever view.</summary>
    public IReadOnlyList<SpecProblem> Found => _found;

    /// <summary>A view that writes below a path.</summary>
    public SpecProblems At(string path) => new(_found, path.Length == 0 ? "" : path + ".");

    /// <summary>An error.</summary>
    public void Add(string property, string message) => _found.Add(new SpecProblem(_prefix + property, message));

    /// <summary>An error when the rule is broken.</summary>
    public void Require(bool holds, string property, FormattableString message)
    {
        if (!holds)
            Add(property, FormattableString.Invariant(message));
    }

    /// <summary>A warning.</summary>
    public void Warn(string property, FormattableString message) =>
        _found.Add(new SpecProblem(_prefix + property, FormattableString.Invariant(message), IsWarning: true));
}
