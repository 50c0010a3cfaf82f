using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>What is done about one entry of a running tree to make it the wanted one.</summary>
public enum TreeChangeKind
{
    /// <summary>It is stopped and forgotten, with everything below it.</summary>
    Remove,

    /// <summary>It is declared and started, with everything below it.</summary>
    Add,

    /// <summary>Its processes are stopped and started anew.</summary>
    Restart,

    /// <summary>It is changed in place; no process is touched, as OTP's <c>code_change</c> of a supervisor does.</summary>
    Adjust,

    /// <summary>It gets other instances; those that stay are not touched.</summary>
    Scale,

    /// <summary>A supervisor's children start and stop in another order from now on; none of them is touched.</summary>
    Reorder,
}

/// <summary>A value that differs.</summary>
/// <param name="Key">Its key in a topology, or the HOCON path of a node's configuration.</param>
/// <param name="Before">How it is.</param>
/// <param name="After">How it is wanted.</param>
public sealed record ValueChange(string Key, string Before, string After);

/// <summary>One change of a tree.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Name">The child or supervisor.</param>
/// <param name="Supervisor">The supervisor it belongs to; its own name for the outermost.</param>
/// <param name="Values">What differs; empty for what is added or removed.</param>
public sealed record TreeChange(TreeChangeKind Kind, NodeName Name, NodeName Supervisor, IReadOnlyList<ValueChange> Values);

/// <summary>The difference between a running tree and the wanted one. A pure function: nothing is changed by it.</summary>
public static class TreeDifference
{
    /// <summary>Compares.</summary>
    /// <param name="running">The tree as it is, scaled.</param>
    /// <param name="wanted">The tree as it is to be; a valid one with the same root.</param>
    /// <param name="configuration">What differs in what a child's processes are given beside its spec.</param>
    /// <returns>The changes; what is removed before what is added. What moved to another supervisor is removed and added.</returns>
    public static IReadOnlyList<TreeChange> Of(
        SupervisorSpec running, SupervisorSpec wanted, Func<ChildSpec, ChildSpec, IReadOnlyList<ValueChange>> configuration)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(configuration);
        var changes = new List<TreeChange>();
        Compare(running, wanted, running.Name);
        return [.. changes.OrderBy(change => change.Kind)];

        void Compare(SupervisorSpec before, SupervisorSpec after, NodeName above)
        {
            AddIfAny(TreeChangeKind.Adjust, before.Name, above, SpecValues.OfSupervisor(before, after));
            foreach (var child in before.Children.Where(child => !after.Children.Any(other => IsSame(child, other))))
                changes.Add(new TreeChange(TreeChangeKind.Remove, child.Name, before.Name, []));
            foreach (var child in after.Children)
            {
                var match = before.Children.FirstOrDefault(other => IsSame(child, other));
                if (match is null)
                    changes.Add(new TreeChange(TreeChangeKind.Add, child.Name, before.Name, []));
                else if (match is SupervisorSpec nested)
                    Compare(nested, (SupervisorSpec)child, before.Name);
                else
                    CompareChild((ChildSpec)match, (ChildSpec)child, before.Name);
            }
            CompareOrder(before, after, above);
        }

        void CompareChild(ChildSpec before, ChildSpec after, NodeName above)
        {
            IReadOnlyList<ValueChange> process = [.. SpecValues.OfProcess(before, after), .. configuration(before, after)];
            var supervision = SpecValues.OfChild(before, after);
            AddIfAny(process.Count > 0 ? TreeChangeKind.Restart : TreeChangeKind.Adjust, after.Name, above, [.. process, .. supervision]);
            AddIfAny(TreeChangeKind.Scale, after.Name, above, SpecValues.OfInstances(before, after));
        }

        void CompareOrder(SupervisorSpec before, SupervisorSpec after, NodeName above)
        {
            var kept = before.Children.Where(child => after.Children.Any(other => IsSame(child, other))).Select(child => child.Name).ToArray();
            var order = after.Children.Where(child => kept.Contains(child.Name)).Select(child => child.Name).ToArray();
            if (!kept.SequenceEqual(order))
                changes.Add(new TreeChange(TreeChangeKind.Reorder, before.Name, above, [new ValueChange("order", string.Join(", ", kept), string.Join(", ", order))]));
        }

        void AddIfAny(TreeChangeKind kind, NodeName name, NodeName above, IReadOnlyList<ValueChange> values)
        {
            if (values.Count > 0)
                changes.Add(new TreeChange(kind, name, above, values));
        }
    }

    /// <summary>Whether an entry can become another one in place. With instances a child's nodes have other names than without.</summary>
    internal static bool IsSame(TreeSpec before, TreeSpec after) => before.Name == after.Name && (before, after) switch
    {
        (ChildSpec child, ChildSpec other) => child.Instances is null == other.Instances is null,
        _ => before.GetType() == after.GetType(),
    };
}
