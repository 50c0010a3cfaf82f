using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>One entry of a topology, a <see cref="ChildSpec"/> or a <see cref="SupervisorSpec"/>, as its supervisor sees it.</summary>
public abstract record TreeSpec
{
    private protected TreeSpec()
    {
    }

    /// <summary>The entry's name, unique in the whole tree.</summary>
    public required NodeName Name { get; init; }

    /// <summary>Whether it is started again when it ended by itself. A supervisor always ends with <c>shutdown</c>, so a transient one is not restarted.</summary>
    public RestartType Restart { get; init; } = RestartType.Permanent;

    /// <summary>Whether its end can end its supervisor; needs <see cref="SupervisorSpec.AutoShutdown"/> there and is refused for permanent children.</summary>
    public bool Significant { get; init; }

    /// <summary>
    /// Names of children or supervisors anywhere in the tree. The entry starts, also after a crash, only while every node of theirs is Ready or has completed,
    /// and in an ordered stop it stops before they do. Their restart leaves it running (names are stable) unless <see cref="RestartsWithDependencies"/>.
    /// </summary>
    public IReadOnlyList<NodeName> DependsOn { get; init; } = [];

    /// <summary>Whether the entry is stopped and started anew, uncounted, whenever a node it depends on is restarted for whatever reason.</summary>
    public bool RestartsWithDependencies { get; init; }
}
