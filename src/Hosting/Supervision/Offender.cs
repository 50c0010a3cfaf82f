using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>The node behind a supervisor's end, carried up through nested supervisors.</summary>
/// <param name="Node">The node.</param>
/// <param name="Incarnation">Its life.</param>
/// <param name="Reason">Its end.</param>
internal sealed record Offender(NodeName Node, int Incarnation, ExitReason Reason)
{
    /// <summary>Who is behind the end of a member: the node itself, or whoever is behind a nested supervisor's end.</summary>
    public static Offender Of(Member member, ExitReason reason) => member switch
    {
        NodeMember node => new Offender(node.Name, node.Incarnation, reason),
        SupervisorMember { Offender: { } offender } => offender,
        _ => throw new InvalidOperationException($"a nested supervisor ends by itself only because of a node: supervisor={member.Name}"),
    };
}
