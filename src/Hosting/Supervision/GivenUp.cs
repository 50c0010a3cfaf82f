using ActorIpc.Messages;
using ActorIpc.Messages.Control;

namespace ActorIpc.Hosting.Supervision;

/// <summary>Whether a node will have no further incarnation unless a person asks for one.</summary>
internal static class GivenUp
{
    /// <summary>
    /// Looks. A node that has ended is given up when its supervisor runs; one that ended with its supervisor has that one's fate, which is decided when the supervisor has ended.
    /// </summary>
    /// <param name="tree">The whole tree.</param>
    /// <param name="node">The node; one that is not there is given up.</param>
    public static bool Is(SupervisorSnapshot tree, NodeName node) => Find(tree, node, isUp: tree.State is NodeState.Starting or NodeState.Ready, isGivenUp: HasEnded(tree.State)) ?? true;

    private static bool? Find(SupervisorSnapshot supervisor, NodeName node, bool isUp, bool isGivenUp)
    {
        foreach (var child in supervisor.Children)
        {
            var ended = isGivenUp || (isUp && HasEnded(child.State));
            if (child is NodeSnapshot && child.Name == node)
                return ended;
            if (child is SupervisorSnapshot nested && Find(nested, node, isUp && nested.State is (NodeState.Starting or NodeState.Ready), ended) is { } found)
                return found;
        }
        return null;
    }

    private static bool HasEnded(NodeState state) => state is NodeState.Stopped or NodeState.Completed or NodeState.Failed;
}
