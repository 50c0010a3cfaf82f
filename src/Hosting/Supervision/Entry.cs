using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>One declared child of a supervisor: its spec as it is now and its members, which are nodes or one nested supervisor.</summary>
internal sealed class Entry
{
    public Entry(TreeSpec spec, SupervisorMember parent, bool isAdded, TreeContext tree)
    {
        Parent = parent;
        Spec = spec;
        IsAdded = isAdded;
        Standbys = spec is ChildSpec ? new StandbyPool(tree, this) : null;
    }

    /// <summary>The declaration, scaled.</summary>
    public TreeSpec Spec { get; set; }

    /// <summary>The entry's name.</summary>
    public NodeName Name => Spec.Name;

    /// <summary>The supervisor it belongs to.</summary>
    public SupervisorMember Parent { get; }

    /// <summary>Whether a command declared it; a temporary one is then forgotten when it has ended.</summary>
    public bool IsAdded { get; }

    /// <summary>Whether a command declared it or a supervisor above it; that it cannot start does not end the tree then.</summary>
    public bool ComesFromCommand => IsAdded || Parent.Entry is { ComesFromCommand: true };

    /// <summary>Whether it leaves the tree with its last member.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>What runs or could run, in the order of the instances; a temporary child that ended is no longer among it.</summary>
    public List<Member> Members { get; } = [];

    /// <summary>Its warm standbys; null exactly for a supervisor.</summary>
    public StandbyPool? Standbys { get; }

    /// <summary>Whether it, or something above it, is called by a name.</summary>
    public bool IsWithin(NodeName name) => Name == name || (Parent.Entry?.IsWithin(name) ?? false);

    /// <summary>
    /// Whether what depends on it may start. A temporary child that has ended is nothing to wait for, a completed one neither, unless a supervisor above is down:
    /// then they come back with it.
    /// </summary>
    public bool IsServing => Parent.IsUp && Members.TrueForAll(member => member.IsServing);
}
