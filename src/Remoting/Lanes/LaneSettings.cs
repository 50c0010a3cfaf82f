using ActorIpc.Remoting.Transports;
using Akka.Actor;
using Akka.Configuration;

namespace ActorIpc.Remoting.Lanes;

/// <summary>The section <c>actoripc.lanes</c>, checked.</summary>
/// <param name="SwitchTimeout">How long a switch may take before the lane is given up.</param>
/// <param name="SwitchBuffer">How many messages may wait meanwhile; with more the lane is given up.</param>
/// <param name="OverflowWait">How long who tells a message that finds ring and spill full waits; null: not at all, it becomes a dead letter at once.</param>
/// <param name="RetryInterval">How long after a lane that could not be had the next attempt may come.</param>
/// <param name="SystemRecipients">Which actors directly below <c>/system</c> are reached by lane, with all below them; by name.</param>
/// <param name="DownsDeadMembers">In a cluster: whether who learns from the kernel that a member has died downs it.</param>
internal sealed record LaneSettings(TimeSpan SwitchTimeout, int SwitchBuffer, TimeSpan? OverflowWait, TimeSpan RetryInterval, HashSet<string> SystemRecipients, bool DownsDeadMembers)
{
    private const string Section = "actoripc.lanes";
    private const string DeadLetter = "dead-letter";
    private const string Wait = "wait";
    private const string SystemPrefix = "/system/";

    /// <summary>An actor that waits holds a thread of its dispatcher.</summary>
    private static readonly TimeSpan MaxOverflowWait = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// What must stay classic: the switch, deaths and the cluster's own gossip and heartbeats say something about the classic way, or must be right without lanes.
    /// </summary>
    private static readonly HashSet<string> AlwaysClassic =
        new(StringComparer.Ordinal) { "actoripc-lanes", "cluster", "clusterEventBusListener", "endpointManager", "remote-deployment-watcher", "remote-watcher", "remoting-terminator", "transports" };

    /// <summary>Reads the section.</summary>
    /// <param name="config">A whole configuration.</param>
    /// <exception cref="ConfigurationException">It is not valid; every error is named with its path.</exception>
    public static LaneSettings Read(Config config)
    {
        var problems = new List<(string Path, string Problem)>();
        var settings = Read(config, problems);
        return problems.Count == 0
            ? settings
            : throw new ConfigurationException(string.Join(Environment.NewLine, problems.Select(problem => $"{problem.Path}: {problem.Problem}")));
    }

    /// <summary>Reads the section and reports what is wrong with it.</summary>
    /// <param name="config">A whole configuration.</param>
    /// <param name="problems">Where problems go, each with its path.</param>
    public static LaneSettings Read(Config config, ICollection<(string Path, string Problem)> problems)
    {
        var section = new KeyReader(config.WithFallback(RemotingConfig.Reference()).GetConfig(Section), Section, problems);
        var settings = new LaneSettings(section.Duration("switch-timeout"), section.Number("switch-buffer"), ReadOverflow(section), section.Duration("retry-interval"), ReadRecipients(section), section.Switch("down-dead-members"));
        section.Switch("enabled"); // who makes the configuration acts on it; here it is only checked
        if (settings.SwitchTimeout <= TimeSpan.Zero)
            section.Report("switch-timeout", $"must be more than 0: value={settings.SwitchTimeout}");
        if (settings.SwitchBuffer < 0)
            section.Report("switch-buffer", $"must not be negative: value={settings.SwitchBuffer}");
        return settings;
    }

    private static TimeSpan? ReadOverflow(KeyReader section)
    {
        var wait = section.Duration("overflow-wait");
        if (wait <= TimeSpan.Zero || wait > MaxOverflowWait)
            section.Report("overflow-wait", $"must be more than 0 and at most {MaxOverflowWait.TotalMilliseconds} ms: value={wait}");
        var overflow = section.Text("overflow");
        if (overflow is not (Wait or DeadLetter))
            section.Report("overflow", $"must be {DeadLetter} or {Wait}: value={overflow}");
        return overflow == Wait ? wait : null;
    }

    private static HashSet<string> ReadRecipients(KeyReader section)
    {
        const string key = "system-recipients";
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in section.Texts(key))
        {
            var name = path.StartsWith(SystemPrefix, StringComparison.Ordinal) ? path[SystemPrefix.Length..] : "";
            if (!ActorPath.IsValidPathElement(name))
                section.Report(key, $"must be paths of actors directly below /system, such as /system/sharding: value={path}");
            else if (AlwaysClassic.Contains(name))
                section.Report(key, $"must not name an actor that Akka needs the classic way for: value={path}");
            else
                names.Add(name);
        }
        return names;
    }
}
