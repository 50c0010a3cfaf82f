using ActorIpc.Remoting;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace ActorIpc.Hosting.Topologies;

/// <summary>
/// Finds keys that nothing reads, so that a misspelt one is told and not ignored: a <c>--set</c> key must be one the topology has or
/// <c>reference.conf</c> documents, and an <c>actoripc</c> key one that <c>reference.conf</c> documents.
/// </summary>
internal static class UnknownKeys
{
    private const string Topology = "actoripc.topology.";
    private const string Run = "actoripc.run.";

    /// <summary>Checks a topology and the settings that will be applied to it.</summary>
    /// <param name="declared">The topology without the settings.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="problems">Where problems go.</param>
    public static void Check(Config declared, IReadOnlyList<Setting> settings, List<TopologyProblem> problems)
    {
        var reference = RemotingConfig.Reference();
        foreach (var path in Leaves("actoripc", declared.Root.GetChildObject("actoripc")))
        {
            // The topology itself is read key by key, and the run's keys are the host's own.
            if (!path.StartsWith(Topology, StringComparison.Ordinal) && !path.StartsWith(Run, StringComparison.Ordinal) && !reference.HasPath(path))
                problems.Add(new TopologyProblem(path, "unknown key: reference.conf documents every actoripc key"));
        }
        foreach (var setting in settings)
        {
            if (!IsKnown(setting.Key, declared, reference))
                problems.Add(new TopologyProblem(setting.Key, $"--set of an unknown key: neither the topology nor reference.conf has it: value={setting.Value}"));
        }
    }

    private static bool IsKnown(string key, Config declared, Config reference) =>
        key.StartsWith("akka.", StringComparison.Ordinal)
        || key.StartsWith(Topology, StringComparison.Ordinal)
        || (!key.StartsWith(Run, StringComparison.Ordinal) && (declared.HasPath(key) || reference.HasPath(key)));

    private static IEnumerable<string> Leaves(string path, HoconValue? value) => value is not null && value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Leaves($"{path}.{item.Key}", item.Value))
        : value is null ? [] : [path];
}
