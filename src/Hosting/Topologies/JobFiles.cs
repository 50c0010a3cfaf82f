using Akka.Configuration;

namespace ActorIpc.Hosting.Topologies;

/// <summary>
/// Files that the nodes of one run share, declared in <c>actoripc.topology.job-files</c>: the host names each beside another path of the topology with
/// the run's id in it, tells the nodes in <c>actoripc.run.files</c>, and removes it when the tree has ended.
/// </summary>
internal static class JobFiles
{
    /// <summary>Names them.</summary>
    /// <param name="topology">The section <c>actoripc.topology</c>, whose paths have been resolved.</param>
    /// <param name="config">The topology with its paths resolved.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="text">Where the names are appended.</param>
    public static List<string> Name(SectionReader topology, Config config, string runId, TopologyText text)
    {
        var files = new List<string>();
        var section = topology.Section("job-files");
        foreach (var (name, _) in section.Items)
        {
            var declaration = section.Section(name);
            var key = declaration.RequiredText("beside");
            declaration.ReportUnknownKeys();
            if (key.Length == 0)
                continue;
            if (!config.HasPath(key) || !Path.IsPathRooted(config.GetString(key)))
            {
                section.Report(name, $"beside must name a key that is declared in paths: beside={key}");
                continue;
            }
            var path = $"{config.GetString(key)}.{runId}.{name}";
            text.Append(new Setting($"actoripc.run.files.{name}", path));
            files.Add(path);
        }
        return files;
    }
}
