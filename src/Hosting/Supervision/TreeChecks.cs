using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>The rules that the entries of a tree must keep together: names, dependencies, number.</summary>
internal static class TreeChecks
{
    /// <summary>Checks all entries of a tree, given in declared order with the root first.</summary>
    public static void Check(IReadOnlyList<SpecPlace> places, SpecProblems problems)
    {
        var instances = CheckNames(places, problems);
        CheckDependencies(places, instances, problems);
        CheckOrder(places, problems);
        var nodes = places.Sum(place => place.Spec is ChildSpec child ? Math.Max(child.Instances ?? 1, 0L) + Math.Max(child.Standby, 0) : 0);
        problems.Require(nodes <= SupervisorSpec.MaximumNodes, "children", $"a tree has at most {SupervisorSpec.MaximumNodes} nodes, standbys included: nodes={nodes}");
    }

    /// <summary>A name is given once, be it to a supervisor, a child or an instance.</summary>
    /// <returns>The children behind the instances' names.</returns>
    private static Dictionary<NodeName, SpecPlace> CheckNames(IReadOnlyList<SpecPlace> places, SpecProblems problems)
    {
        var taken = new Dictionary<NodeName, SpecPlace>();
        var instances = new Dictionary<NodeName, SpecPlace>();
        foreach (var place in places.Where(place => place.Spec.Name.Value.Length > 0))
        {
            if (!taken.TryAdd(place.Spec.Name, place))
                problems.At(place.Path).Add("name", $"a name is given once in the whole tree: name={place.Spec.Name} also={Where(taken[place.Spec.Name])}");
        }
        foreach (var place in places)
        {
            if (place.Spec is not ChildSpec { Instances: >= 1 and <= ChildSpec.MaximumInstances and var count } child)
                continue;
            for (var index = 1; index <= count; index++)
            {
                if (!NodeName.TryParse(FormattableString.Invariant($"{child.Name}-{index}"), out var name, out _))
                    break; // reported with the child: the later names are longer still
                if (!taken.TryAdd(name, place))
                    problems.At(place.Path).Add("instances", $"a name is given once in the whole tree: name={name} also={Where(taken[name])}");
                instances.TryAdd(name, place);
            }
        }
        return instances;
    }

    private static void CheckDependencies(IReadOnlyList<SpecPlace> places, Dictionary<NodeName, SpecPlace> instances, SpecProblems problems)
    {
        var entries = new Dictionary<NodeName, SpecPlace>();
        foreach (var place in places)
            entries.TryAdd(place.Spec.Name, place);
        foreach (var place in places.Where(place => place.Parent is not null))
        {
            foreach (var name in place.Spec.DependsOn)
            {
                if (Problem(place, name) is { } problem)
                    problems.At(place.Path).Add("depends-on", $"{problem}: name={place.Spec.Name} depends-on={name}");
            }
            foreach (var twice in place.Spec.DependsOn.GroupBy(name => name).Where(group => group.Count() > 1))
                problems.At(place.Path).Add("depends-on", $"a dependency is named once: name={place.Spec.Name} depends-on={twice.Key}");
        }

        string? Problem(SpecPlace place, NodeName name)
        {
            if (name == place.Spec.Name)
                return "an entry does not depend on itself";
            if (!entries.TryGetValue(name, out var other))
                return instances.TryGetValue(name, out var child) ? $"depends-on names a child, not one of its instances (child={child.Spec.Name})" : "depends-on names an unknown entry";
            if (place.Above.Contains(other))
                return "an entry does not depend on a supervisor above it";
            return other.Above.Contains(place) ? "a supervisor does not depend on what is below it" : null;
        }
    }

    /// <summary>In each supervisor there must be an order, seen from which nothing depends on what starts after it.</summary>
    private static void CheckOrder(IReadOnlyList<SpecPlace> places, SpecProblems problems)
    {
        foreach (var place in places)
        {
            if (place.Spec is not SupervisorSpec supervisor)
                continue;
            StartOrder.Of(supervisor.Children, out var cycle);
            if (cycle.Count > 0)
                problems.At(place.Path).Add("children", $"depends-on goes round in a circle: {string.Join(" -> ", cycle)}");
        }
    }

    private static string Where(SpecPlace place) => place.Path.Length == 0 ? "the root" : place.Path;
}
