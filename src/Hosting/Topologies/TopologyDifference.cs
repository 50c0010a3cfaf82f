using ActorIpc.Hosting.Supervision;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace ActorIpc.Hosting.Topologies;

/// <summary>The difference between what a host runs and a topology that it is to run: the trees', and that of what their processes are given.</summary>
public static class TopologyDifference
{
    private const string Topology = "actoripc.topology.";
    private const string Run = "actoripc.run.";

    /// <summary>What host and nodes must have in common, so that it cannot be changed while a host runs.</summary>
    private static readonly string[] Common = ["akka.", "actoripc.transport", "actoripc.links.", "actoripc.lanes.", "actoripc.serialization."];

    /// <summary>What of a topology cannot be changed while it runs.</summary>
    /// <param name="running">What runs.</param>
    /// <param name="wanted">What is to run.</param>
    /// <returns>The problems; none when the change can be carried out.</returns>
    public static IReadOnlyList<TopologyProblem> Obstacles(Topology running, Topology wanted)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(wanted);
        var problems = new List<TopologyProblem>();
        if (running.Name != wanted.Name)
            problems.Add(new TopologyProblem(Topology + "name", $"the host runs another topology: running={running.Name} wanted={wanted.Name}"));
        if (!running.JobFiles.SequenceEqual(wanted.JobFiles))
            problems.Add(new TopologyProblem(Topology + "job-files", "a run's files cannot be changed while it runs: stop the host and start it anew"));
        problems.AddRange(Differing(Leaves(Text(running, "")), Leaves(Text(wanted, "")))
            .Where(change => Common.Any(prefix => change.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(change => new TopologyProblem(
                change.Key, $"host and nodes have this in common, so it cannot be changed while they run: running={change.Before} wanted={change.After}")));
        return problems;
    }

    /// <summary>Compares.</summary>
    /// <param name="running">What the host runs, as it was given to it.</param>
    /// <param name="tree">Its tree as it is now, scaled.</param>
    /// <param name="wanted">What it is to run.</param>
    public static IReadOnlyList<TreeChange> Of(Topology running, SupervisorSpec tree, Topology wanted)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(wanted);
        // Most children have no configuration of their own: what is the same text is parsed once.
        var parsed = new Dictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        return TreeDifference.Of(tree, wanted.Root, (before, after) =>
        [
            .. ResolvedExecutable(before, after),
            .. Differing(LeavesOf(Text(running, before.Hocon)), LeavesOf(Text(wanted, after.Hocon))),
        ]);

        SortedDictionary<string, string> LeavesOf(string text) => parsed.TryGetValue(text, out var known) ? known : parsed[text] = Leaves(text);

        IEnumerable<ValueChange> ResolvedExecutable(ChildSpec before, ChildSpec after)
        {
            var (old, now) = (running.ResolveExecutable(before.Executable), wanted.ResolveExecutable(after.Executable));
            if (before.Executable == after.Executable && old != now)
                yield return new ValueChange("executable", old, now);
        }
    }

    private static string Text(Topology topology, string hocon) => $"{topology.Hocon}\n{hocon}\n{topology.Overrides}";

    private static IEnumerable<ValueChange> Differing(SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
        before.Keys.Union(after.Keys)
            .Select(key => new ValueChange(key, before.GetValueOrDefault(key, "none"), after.GetValueOrDefault(key, "none")))
            .Where(change => !string.Equals(change.Before, change.After, StringComparison.Ordinal));

    /// <summary>All values of a configuration by their paths, but the topology itself, which is compared as a tree, and the run's, which is the host's.</summary>
    private static SortedDictionary<string, string> Leaves(string text)
    {
        var leaves = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in ConfigurationFactory.ParseString(text).Root.GetObject().Items)
            Collect(key, value);
        return leaves;

        void Collect(string path, HoconValue value)
        {
            if (value.IsObject())
            {
                foreach (var (key, below) in value.GetObject().Items)
                    Collect($"{path}.{key}", below);
            }
            else if (!path.StartsWith(Topology, StringComparison.Ordinal) && !path.StartsWith(Run, StringComparison.Ordinal))
                leaves[path] = value.IsArray() ? $"[{string.Join(", ", value.GetArray().Select(item => item.ToString()))}]" : value.GetString();
        }
    }
}
