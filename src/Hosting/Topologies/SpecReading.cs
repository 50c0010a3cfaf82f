using ActorIpc.Hosting.Supervision;
using ActorIpc.Messages;
using Akka.Configuration.Hocon;

namespace ActorIpc.Hosting.Topologies;

/// <summary>Reads supervisors and children, nested as they are written, from HOCON.</summary>
/// <param name="baseDirectory">The folder a child's <c>config-file</c> and <c>working-directory</c> are relative to.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class SpecReading(string baseDirectory, List<TopologyProblem> problems)
{
    private const int MaximumRoleFile = 1024 * 1024;

    /// <summary>Reads the outermost supervisor; the keys of the topology that are no supervisor's are asked for by the caller.</summary>
    /// <param name="name">The topology's name.</param>
    /// <param name="section">The section <c>actoripc.topology</c>.</param>
    public SupervisorSpec ReadRoot(NodeName name, SectionReader section) => ReadSupervisor(name, section, section.PathOf("children"));

    private SupervisorSpec ReadSupervisor(NodeName name, SectionReader section, string childrenPath)
    {
        var defaults = new SupervisorSpec { Name = name, Children = [] };
        return defaults with
        {
            Strategy = section.Word("strategy", defaults.Strategy,
                ("one-for-one", RestartStrategy.OneForOne), ("one-for-all", RestartStrategy.OneForAll), ("rest-for-one", RestartStrategy.RestForOne)),
            Intensity = section.Number("intensity") ?? defaults.Intensity,
            Period = section.Duration("period") ?? defaults.Period,
            AutoShutdown = section.Word("auto-shutdown", defaults.AutoShutdown,
                ("never", AutoShutdown.Never), ("any", AutoShutdown.Any), ("all", AutoShutdown.All)),
            Backoff = ReadBackoff(section, defaults.Backoff),
            Restart = ReadRestart(section, defaults.Restart),
            Significant = section.Flag("significant", defaults.Significant),
            DependsOn = ReadNames(section, "depends-on"),
            RestartsWithDependencies = section.Flag("restarts-with-dependencies", defaults.RestartsWithDependencies),
            Children = ReadChildren(childrenPath, section.Value("children")),
        };
    }

    private List<TreeSpec> ReadChildren(string path, HoconValue? children)
    {
        var read = new List<TreeSpec>();
        var sections = new SectionReader(path, children, problems);
        foreach (var (key, value) in sections.Items)
        {
            if (!NodeName.TryParse(key, out var name, out var problem))
            {
                sections.Report(key, problem);
                continue;
            }
            var section = new SectionReader(sections.PathOf(key), value, problems);
            read.Add(section.Has("children") ? ReadSupervisor(name, section, section.PathOf("children")) : ReadChild(name, section));
            section.ReportUnknownKeys();
        }
        return read;
    }

    private ChildSpec ReadChild(NodeName name, SectionReader section)
    {
        var actor = ActorReading.Read(section);
        var defaults = new ChildSpec { Name = name, Executable = actor is null ? section.RequiredText("executable") : section.Text("executable", ActorSpec.Executable) };
        return defaults with
        {
            Actor = actor,
            Arguments = section.Texts("arguments"),
            Restart = ReadRestart(section, defaults.Restart),
            Significant = section.Flag("significant", defaults.Significant),
            DependsOn = ReadNames(section, "depends-on"),
            RestartsWithDependencies = section.Flag("restarts-with-dependencies", defaults.RestartsWithDependencies),
            Instances = section.Number("instances"),
            Standby = section.Number("standby") ?? defaults.Standby,
            Shutdown = ReadShutdown(section, defaults.Shutdown),
            StartTimeout = section.Duration("start-timeout") ?? defaults.StartTimeout,
            Environment = ReadEnvironment(section),
            WorkingDirectory = section.Has("working-directory") ? Path.GetFullPath(section.Text("working-directory", "."), baseDirectory) : null,
            MemoryCeiling = section.Bytes("memory-ceiling"),
            SuccessCodes = ReadCodes(section),
            OnHang = section.Word("on-hang", defaults.OnHang, ("restart", HangPolicy.Restart), ("report", HangPolicy.Report), ("ignore", HangPolicy.Ignore)),
            Hocon = ReadRoleFile(section),
        };
    }

    private static RestartType ReadRestart(SectionReader section, RestartType missing) => section.Word("restart", missing,
        ("permanent", RestartType.Permanent), ("transient", RestartType.Transient), ("temporary", RestartType.Temporary));

    private static BackoffSpec ReadBackoff(SectionReader section, BackoffSpec defaults)
    {
        if (section.Value("backoff") is { } value && !value.IsObject())
            return section.Word("backoff", defaults, ("none", BackoffSpec.None));
        var backoff = section.Section("backoff");
        var read = defaults with
        {
            Minimum = backoff.Duration("min") ?? defaults.Minimum,
            Maximum = backoff.Duration("max") ?? defaults.Maximum,
            Jitter = backoff.Fraction("jitter") ?? defaults.Jitter,
            ResetAfter = backoff.Duration("reset-after") ?? defaults.ResetAfter,
        };
        backoff.ReportUnknownKeys();
        return read;
    }

    private static ShutdownPolicy ReadShutdown(SectionReader section, ShutdownPolicy missing) => section.Text("shutdown", "") switch
    {
        "" => missing,
        "brutal-kill" => ShutdownPolicy.BrutalKill,
        "infinite" => ShutdownPolicy.Infinite,
        _ => section.Duration("shutdown") is { } deadline ? ShutdownPolicy.After(deadline) : missing,
    };

    private static List<NodeName> ReadNames(SectionReader section, string key)
    {
        var names = new List<NodeName>();
        foreach (var text in section.Texts(key))
        {
            if (NodeName.TryParse(text, out var name, out var problem))
                names.Add(name);
            else
                section.Report(key, problem);
        }
        return names;
    }

    private static Dictionary<string, string> ReadEnvironment(SectionReader section)
    {
        var environment = section.Section("environment");
        return environment.Items.ToDictionary(item => item.Key, item => environment.Text(item.Key, ""), StringComparer.Ordinal);
    }

    private static List<int> ReadCodes(SectionReader section)
    {
        var codes = new List<int>();
        foreach (var text in section.Texts("success-codes"))
        {
            if (byte.TryParse(text, out var code))
                codes.Add(code);
            else
                section.Report("success-codes", $"an exit code is a number from 0 to 255: code={text}");
        }
        return codes;
    }

    private string ReadRoleFile(SectionReader section)
    {
        if (!section.Has("config-file"))
            return "";
        var path = Path.GetFullPath(section.Text("config-file", ""), baseDirectory);
        try
        {
            return new FileInfo(path).Length <= MaximumRoleFile ? File.ReadAllText(path) : throw new IOException($"it is larger than {MaximumRoleFile} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            section.Report("config-file", $"cannot be read: path={path} error={e.Message}");
            return "";
        }
    }
}
