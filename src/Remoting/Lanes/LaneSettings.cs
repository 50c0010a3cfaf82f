using ActorIpc.Remoting.Transports;
using Akka.Configuration;

namespace ActorIpc.Remoting.Lanes;

/// <summary>The section <c>actoripc.lanes</c>, checked.</summary>
/// <param name="SwitchTimeout">How long a switch may take before the lane is given up.</param>
/// <param name="SwitchBuffer">How many messages may wait meanwhile.</param>
/// <param name="RetryInterval">How long after a lane that could not be had the next attempt may come.</param>
internal sealed record LaneSettings(TimeSpan SwitchTimeout, int SwitchBuffer, TimeSpan RetryInterval)
{
    private const string Section = "actoripc.lanes";

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
        var settings = new LaneSettings(section.Duration("switch-timeout"), section.Number("switch-buffer"), section.Duration("retry-interval"));
        if (settings.SwitchTimeout <= TimeSpan.Zero)
            section.Report("switch-timeout", $"must be more than 0: value={settings.SwitchTimeout}");
        if (settings.SwitchBuffer < 0)
            section.Report("switch-buffer", $"must not be negative: value={settings.SwitchBuffer}");
        return settings;
    }
}
