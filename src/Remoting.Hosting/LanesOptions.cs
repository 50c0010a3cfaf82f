using System.Globalization;
using ActorIpc.Remoting.Lanes;
using Akka.Configuration;

namespace ActorIpc.Remoting.Hosting;

/// <summary>What a program chooses by code about its lanes; each stands for the HOCON key its documentation names, and null leaves that key as it is.</summary>
public sealed class LanesOptions
{
    /// <summary><c>actoripc.lanes.enabled</c>. False: the program keeps the provider it has, and its messages go the classic way. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary><c>actoripc.lanes.switch-timeout</c>: how long the switch to a new lane may take.</summary>
    public TimeSpan? SwitchTimeout { get; set; }

    /// <summary><c>actoripc.lanes.switch-buffer</c>: how many messages may wait meanwhile; with more the lane is given up, for now.</summary>
    public int? SwitchBuffer { get; set; }

    /// <summary><c>actoripc.lanes.retry-interval</c>: how long after a lane that could not be had, or ended, the next attempt may come.</summary>
    public TimeSpan? RetryInterval { get; set; }

    /// <summary><c>actoripc.lanes.system-recipients</c>: which actors directly below <c>/system</c> are reached by lane, such as <c>/system/sharding</c>; in place of the default.</summary>
    public IReadOnlyList<string>? SystemRecipients { get; set; }

    /// <summary><c>actoripc.lanes.down-dead-members</c>: whether a member of a cluster whose process has died by the kernel's word is downed at once.</summary>
    public bool? DownDeadMembers { get; set; }

    /// <summary>The configuration that says the same, without the choice of a provider.</summary>
    /// <exception cref="ArgumentException">Options break rules; all of them are named.</exception>
    public Config ToConfig()
    {
        var lines = new List<string>();
        Add("enabled", OnOff(Enabled));
        Add("switch-timeout", Milliseconds(SwitchTimeout));
        Add("switch-buffer", SwitchBuffer?.ToString(CultureInfo.InvariantCulture));
        Add("retry-interval", Milliseconds(RetryInterval));
        Add("system-recipients", SystemRecipients is null ? null : $"[{string.Join(", ", SystemRecipients.Select(Quoted))}]");
        Add("down-dead-members", OnOff(DownDeadMembers));
        var config = ConfigurationFactory.ParseString(string.Join('\n', lines));
        var problems = new List<(string Path, string Problem)>();
        LanesConfig.Check(config, problems);
        return problems.Count == 0
            ? config
            : throw new ArgumentException(string.Join("; ", problems.Select(problem => $"{problem.Path}: {problem.Problem}")));

        void Add(string key, string? value)
        {
            if (value is not null)
                lines.Add($"actoripc.lanes.{key} = {value}");
        }
    }

    private static string? OnOff(bool? value) => value switch
    {
        null => null,
        true => "on",
        false => "off",
    };

    private static string? Milliseconds(TimeSpan? value) => value is { } time ? $"{time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms" : null;

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
