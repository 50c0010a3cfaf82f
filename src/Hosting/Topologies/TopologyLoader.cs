using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using ActorIpc.Remoting;
using ActorIpc.Remoting.Lanes;
using ActorIpc.Remoting.Transports;
using Akka.Configuration;

namespace ActorIpc.Hosting.Topologies;

/// <summary>
/// Reads a topology from a HOCON file and <c>--set</c>, checks all of it and resolves its paths. What nodes get is the text itself, so that they
/// see exactly what was checked here.
/// </summary>
public static class TopologyLoader
{
    private const int MaximumFile = 1024 * 1024;
    private const string Section = "actoripc.topology";

    /// <summary>Loads a topology.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What <c>--set</c> gave; replaces the file's values, and substitutions see it.</param>
    /// <param name="directory">The current directory: what paths given with <c>--set</c> are relative to.</param>
    /// <param name="run">The run it is for; null: one that begins.</param>
    /// <exception cref="TopologyException">It is not valid; carries everything that is wrong.</exception>
    public static Topology Load(string path, IReadOnlyList<Setting> settings, string directory, TopologyRun? run = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        run ??= TopologyRun.New(directory);
        var problems = new List<TopologyProblem>();
        var file = Path.GetFullPath(path, directory);
        var text = new TopologyText(file, ReadFile(file, problems));
        text.Append(new Setting("actoripc.run.directory", run.Directory));
        text.Append(new Setting("actoripc.run.id", run.Id));
        Throw(problems);

        var declared = text.Parse(problems);
        Throw(problems);
        UnknownKeys.Check(declared!, settings, problems);
        foreach (var setting in settings)
            text.Append(setting);
        var config = text.Parse(problems);
        Throw(problems);

        var section = new SectionReader(Section, config!.Root.GetChildObject("actoripc")?.GetChildObject("topology"), problems);
        new PathKeys(file, directory, settings, problems).Resolve(section, config, text);
        config = text.Parse(problems) ?? config;
        var jobFiles = JobFiles.Name(section, config, run.Id, text);
        var topology = Read(file, section, problems) with { RunId = run.Id, RunDirectory = run.Directory, JobFiles = jobFiles, Hocon = text.File, Overrides = text.Overrides };
        section.ReportUnknownKeys();
        problems.AddRange(SpecValidation.Check(topology.Root)
            .Where(problem => !problem.IsWarning)
            .Select(problem => new TopologyProblem($"{Section}.{problem.Path}", problem.Message)));
        problems.AddRange(ProgramChecks.Check(topology, topology.Root, Section));
        CheckRemoting(config, problems);
        Throw(problems);
        return topology;
    }

    private static Topology Read(string file, SectionReader section, List<TopologyProblem> problems)
    {
        var name = section.Text("name", Path.GetFileNameWithoutExtension(file));
        if (!NodeName.TryParse(name, out var parsed, out var problem))
        {
            section.Report("name", problem);
            parsed = new NodeName("invalid");
        }
        if (!section.Has("children"))
            section.Report("children", "is missing: a topology names at least one node");
        var nodesDirectory = section.Has("nodes-directory")
            ? Path.GetFullPath(section.Text("nodes-directory", ""), Path.GetDirectoryName(file)!)
            : Path.Combine(AppContext.BaseDirectory, "nodes");
        return new Topology
        {
            Name = parsed.Value,
            Root = new SpecReading(Path.GetDirectoryName(file)!, problems).ReadRoot(parsed, section),
            SourcePath = file,
            NodesDirectory = nodesDirectory,
        };
    }

    private static string ReadFile(string path, List<TopologyProblem> problems)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length <= MaximumFile)
                return File.ReadAllText(path);
            problems.Add(new TopologyProblem(path, $"a topology has at most {MaximumFile} bytes: length={length}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new TopologyProblem(path, $"cannot be read: {e.Message}"));
        }
        return "";
    }

    private static void CheckRemoting(Config config, List<TopologyProblem> problems)
    {
        var found = new List<(string Path, string Problem)>();
        LinkSettings.Read(config, found);
        LanesConfig.Check(config, found);
        RemotingConfig.CheckSerialization(config, found);
        problems.AddRange(found.Select(problem => new TopologyProblem(problem.Path, problem.Problem)));
        try
        {
            SharedMemoryConfig.Of(config);
        }
        catch (ConfigurationException e)
        {
            problems.Add(new TopologyProblem(SharedMemoryConfig.TransportKey, e.Message));
        }
    }

    private static void Throw(List<TopologyProblem> problems)
    {
        if (problems.Count > 0)
            throw new TopologyException(problems);
    }
}
