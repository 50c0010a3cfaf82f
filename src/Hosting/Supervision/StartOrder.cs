using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>
/// The order in which the children of one supervisor start: left to right, save that what a child, or anything below it, depends on comes first.
/// They stop in the reverse order.
/// </summary>
internal static class StartOrder
{
    /// <summary>The positions of the children in starting order.</summary>
    /// <param name="children">The children as declared.</param>
    /// <param name="cycle">Empty, or the names along the first circle that makes an order impossible, the first one repeated at the end.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<TreeSpec> children, out IReadOnlyList<NodeName> cycle)
    {
        var needs = Needs(children);
        var order = new List<int>(children.Count);
        var placed = new HashSet<int>();
        var path = new List<int>();
        cycle = [];
        for (var child = 0; child < children.Count && cycle.Count == 0; child++)
            cycle = Visit(child);
        return order;

        IReadOnlyList<NodeName> Visit(int child)
        {
            if (placed.Contains(child))
                return [];
            if (path.IndexOf(child) is >= 0 and var first)
                return [.. path[first..].Append(child).Select(at => children[at].Name)];
            path.Add(child);
            foreach (var needed in needs[child])
            {
                if (Visit(needed) is { Count: > 0 } found)
                    return found;
            }
            path.RemoveAt(path.Count - 1);
            placed.Add(child);
            order.Add(child);
            return [];
        }
    }

    /// <summary>An entry and everything below it.</summary>
    public static IEnumerable<TreeSpec> Subtree(TreeSpec spec) =>
        spec is SupervisorSpec supervisor ? supervisor.Children.SelectMany(Subtree).Prepend(spec) : [spec];

    /// <summary>For each child the other children in which lies what it, or anything below it, depends on.</summary>
    private static SortedSet<int>[] Needs(IReadOnlyList<TreeSpec> children)
    {
        var home = new Dictionary<NodeName, int>();
        for (var child = 0; child < children.Count; child++)
        {
            foreach (var spec in Subtree(children[child]))
                home.TryAdd(spec.Name, child);
        }
        var needs = new SortedSet<int>[children.Count];
        for (var child = 0; child < children.Count; child++)
        {
            needs[child] = [];
            foreach (var name in Subtree(children[child]).SelectMany(spec => spec.DependsOn))
            {
                if (home.TryGetValue(name, out var other) && other != child)
                    needs[child].Add(other);
            }
        }
        return needs;
    }
}
