namespace ActorIpc.Hosting;

/// <summary>How a host watches and ends its nodes; the same for every topology.</summary>
public sealed record HostOptions
{
    /// <summary>How often a node is pinged. Default 1 s.</summary>
    public TimeSpan PulseInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many pings in a row a Ready node may leave unanswered before it counts as hung. Default 5.</summary>
    public int MissedPulses { get; init; } = 5;

    /// <summary>The same for a node that has not said Ready yet. Default 10.</summary>
    public int MissedPulsesWhileStarting { get; init; } = 10;

    /// <summary>
    /// How many processes may be starting at a time, from their start until they present themselves, which they spend computing; the others wait in line. At least 1. Default: as many as there are processors, and 2
    /// where there is one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int StartsAtOnce
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>True when the host takes the topology's name on this machine: one host a name, with a control socket for <c>ps</c> and <c>stop</c>. Default true.</summary>
    public bool Claim { get; init; } = true;

    /// <summary>What the host calls itself in <c>ps</c>, such as <c>actoripc 0.1.0</c>.</summary>
    public string Program { get; init; } = $"ActorIpc.Hosting {typeof(HostOptions).Assembly.GetName().Version?.ToString(3)}";
}
