using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>What the names that people give stand for in a tree.</summary>
internal static class TreeNames
{
    /// <summary>All nodes of a tree in declared order.</summary>
    /// <param name="tree">The tree, or a part of it.</param>
    public static IEnumerable<NodeSnapshot> Nodes(TreeSnapshot tree) =>
        tree is SupervisorSnapshot supervisor ? supervisor.Children.SelectMany(Nodes) : [(NodeSnapshot)tree];

    /// <summary>
    /// The nodes a name stands for: a node, all of a child's, or all below a supervisor. None when nothing of it is there now, null when there is nothing of that name.
    /// </summary>
    /// <param name="tree">The whole tree.</param>
    /// <param name="name">The name.</param>
    public static IReadOnlyList<NodeSnapshot>? Find(SupervisorSnapshot tree, NodeName name)
    {
        if (Supervisors(tree).FirstOrDefault(supervisor => supervisor.Name == name) is { } supervisor)
            return [.. Nodes(supervisor)];
        NodeSnapshot[] nodes = [.. Nodes(tree).Where(node => node.Name == name || node.Spec.Name == name)];
        return nodes.Length > 0 || StartOrder.Subtree(tree.Spec).Any(spec => spec.Name == name) ? nodes : null;
    }

    private static IEnumerable<SupervisorSnapshot> Supervisors(SupervisorSnapshot supervisor) =>
        supervisor.Children.OfType<SupervisorSnapshot>().SelectMany(Supervisors).Prepend(supervisor);
}
