namespace ActorIpc.Hosting.Supervision;

/// <summary>An entry of a declared tree and where it stands.</summary>
/// <param name="spec">The entry.</param>
/// <param name="path">Its path; empty for the root.</param>
/// <param name="parent">Its supervisor; null exactly for the root.</param>
internal sealed class SpecPlace(TreeSpec spec, string path, SpecPlace? parent)
{
    /// <summary>The entry.</summary>
    public TreeSpec Spec => spec;

    /// <summary>Its path; empty for the root.</summary>
    public string Path => path;

    /// <summary>Its supervisor; null exactly for the root.</summary>
    public SpecPlace? Parent => parent;

    /// <summary>1 for the root.</summary>
    public int Depth { get; } = parent is null ? 1 : parent.Depth + 1;

    /// <summary>The supervisors above, nearest first.</summary>
    public IEnumerable<SpecPlace> Above
    {
        get
        {
            for (var place = Parent; place is not null; place = place.Parent)
                yield return place;
        }
    }

    /// <summary>The place of a child.</summary>
    public SpecPlace Of(TreeSpec child) => new(child, $"{(path.Length == 0 ? "" : path + ".")}children.{child.Name}", this);
}
