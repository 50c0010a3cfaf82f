using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>One declared child of a supervisor: its spec as it is now and its members, which are nodes or one nested supervisor.</summary>
internal sealed class Entry(TreeSpec spec, SupervisorMember parent, bool isAdded)
{
    /// <summary>The declaration, scaled.</summary>
    public TreeSpec Spec { get; set; } = spec;

    /// <summary>The entry's name.</summary>
    public NodeName Name => Spec.Name;

    /// <summary>The supervisor it belongs to.</summary>
    public SupervisorMember Parent => parent;

    /// <summary>Whether a command declared it; a temporary one is then forgotten when it has ended.</summary>
    public bool IsAdded { get; } = isAdded;

    /// <summary>Whether a command declared it or a supervisor above it; that it cannot start does not end the tree then.</summary>
    public bool ComesFromCommand => IsAdded || parent.Entry is { ComesFromCommand: true };

    /// <summary>Whether it leaves the tree with its last member.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>What runs or could run, in the order of the instances; a temporary child that ended is no longer among it.</summary>
    public List<Member> Members { get; } = [];

    /// <summary>Whether it, or something above it, is called by a name.</summary>
    public bool IsWithin(NodeName name) => Name == name || (parent.Entry?.IsWithin(name) ?? false);

    /// <summary>
    /// Whether what depends on it may start. A temporary child that has ended is nothing to wait for, a completed one neither, unless a supervisor above is down:
    /// then they come back with it.
    /// </summary>
    public bool IsServing => parent.IsUp && Members.TrueForAll(member => member.IsServing);
}
