namespace ActorIpc.Hosting;

/// <summary>How the whole tree ended.</summary>
public enum HostEnd
{
    /// <summary>The significant children ended normally: the job is done.</summary>
    Completed,

    /// <summary>A person or the program asked for it.</summary>
    Stopped,

    /// <summary>A node said that the job itself cannot succeed.</summary>
    JobFailed,

    /// <summary>Restarts exceeded the intensity of the outermost supervisor.</summary>
    IntensityReached,

    /// <summary>A node cannot be started, now or later.</summary>
    StartFailed,
}

/// <summary>How the whole tree ended, and because of whom.</summary>
/// <param name="End">How.</param>
/// <param name="Node">The node that was the cause; empty when no node was.</param>
/// <param name="Reason">Why, for a person to read.</param>
/// <param name="LastLines">The last lines the cause wrote to standard error, oldest first.</param>
public sealed record HostOutcome(HostEnd End, string Node, string Reason, IReadOnlyList<string> LastLines);
