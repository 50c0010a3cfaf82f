using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>Makes the lines of <c>ps</c>.</summary>
internal static class SnapshotMaker
{
    /// <summary>A supervisor and everything below it.</summary>
    public static SupervisorSnapshot Of(SupervisorMember supervisor, TimeSpan now) => new()
    {
        Name = supervisor.Name,
        State = supervisor.State,
        RestartsInWindow = supervisor.Parent?.Restarts(now, supervisor.Name) ?? 0,
        Intensity = supervisor.Parent?.Intensity,
        Period = supervisor.Parent?.Period,
        RetryDue = supervisor.RetryDue,
        ReadySince = supervisor.State == NodeState.Ready ? supervisor.ReadySince : null,
        LastExit = supervisor.LastExit?.Reason,
        LastExitAt = supervisor.LastExit?.At,
        WaitsFor = supervisor.State == NodeState.Pending ? supervisor.WaitsFor() : [],
        Spec = supervisor.Spec,
        Restarts = supervisor.Restarts(now),
        Standbys = [.. supervisor.Entries.SelectMany(entry => entry.Standbys?.Snapshots ?? [])],
        Children = [.. supervisor.Members.Select(TreeSnapshot (member) => member switch
        {
            SupervisorMember nested => Of(nested, now),
            NodeMember node => Of(node, supervisor, now),
            _ => throw new InvalidOperationException($"a member is a node or a supervisor: name={member.Name}"),
        })],
    };

    private static NodeSnapshot Of(NodeMember node, SupervisorMember supervisor, TimeSpan now) => new()
    {
        Name = node.Name,
        State = node.State,
        RestartsInWindow = supervisor.Restarts(now, node.Name),
        Intensity = supervisor.Intensity,
        Period = supervisor.Period,
        RetryDue = node.RetryDue,
        ReadySince = node.State == NodeState.Ready ? node.ReadySince : null,
        LastExit = node.LastExit?.Reason,
        LastExitAt = node.LastExit?.At,
        WaitsFor = node.State == NodeState.Pending ? node.WaitsFor() : [],
        Spec = node.Spec,
        Incarnation = node.Incarnation,
    };
}
