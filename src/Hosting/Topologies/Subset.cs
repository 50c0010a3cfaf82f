using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;

namespace ActorIpc.Hosting.Topologies;

/// <summary>
/// A part of a tree that can run by itself: the entries named, everything below them, the supervisors above them, and what any of these depends on.
/// </summary>
internal static class Subset
{
    /// <summary>Cuts a tree down.</summary>
    /// <param name="root">The whole tree, which is valid.</param>
    /// <param name="names">Children and supervisors.</param>
    /// <exception cref="UnknownEntryException">The tree has no entry of a name.</exception>
    public static SupervisorSpec Of(SupervisorSpec root, IReadOnlyList<string> names)
    {
        var paths = StartOrder.Subtree(root).ToDictionary(spec => spec.Name, spec => new List<TreeSpec> { spec });
        AddAbove(root, [], paths);
        var kept = new HashSet<NodeName>();
        foreach (var text in names)
        {
            if (!NodeName.TryParse(text, out var name, out _) || !paths.ContainsKey(name))
                throw new UnknownEntryException($"the topology has no such child or supervisor: name={text} known={string.Join(',', paths.Keys.Except([root.Name]))}");
            Keep(name);
        }
        return Cut(root);

        void Keep(NodeName name)
        {
            foreach (var below in StartOrder.Subtree(paths[name][0]))
            {
                foreach (var spec in paths[below.Name])
                {
                    if (kept.Add(spec.Name))
                        KeepDependencies(spec);
                }
            }
        }

        void KeepDependencies(TreeSpec spec)
        {
            foreach (var dependency in spec.DependsOn)
                Keep(dependency);
        }

        SupervisorSpec Cut(SupervisorSpec supervisor) => supervisor with
        {
            Children = [.. supervisor.Children.Where(child => kept.Contains(child.Name)).Select(child => child is SupervisorSpec nested ? Cut(nested) : child)],
        };
    }

    /// <summary>Lists, after each entry itself, the supervisors above it.</summary>
    private static void AddAbove(SupervisorSpec supervisor, IReadOnlyList<TreeSpec> above, Dictionary<NodeName, List<TreeSpec>> paths)
    {
        TreeSpec[] line = [supervisor, .. above];
        foreach (var child in supervisor.Children)
        {
            paths[child.Name].AddRange(line);
            if (child is SupervisorSpec nested)
                AddAbove(nested, line, paths);
        }
    }
}

/// <summary>A topology has no child or supervisor of a name.</summary>
/// <param name="message">Which, and which there are.</param>
public sealed class UnknownEntryException(string message) : Exception(message);
