namespace ActorIpc.Hosting.Supervision;

/// <summary>How a child is stopped (OTP's <c>shutdown</c>).</summary>
public sealed record ShutdownPolicy
{
    private ShutdownPolicy(TimeSpan? deadline) => Deadline = deadline;

    /// <summary>Killed at once, without being asked.</summary>
    public static ShutdownPolicy BrutalKill { get; } = new(TimeSpan.Zero);

    /// <summary>Asked, then waited for without limit.</summary>
    public static ShutdownPolicy Infinite { get; } = new((TimeSpan?)null);

    /// <summary>How long the child has to end after it was asked; zero is <see cref="BrutalKill"/>, null is <see cref="Infinite"/>.</summary>
    public TimeSpan? Deadline { get; }

    /// <summary>Asked, then killed when it has not ended in time. Zero is <see cref="BrutalKill"/>.</summary>
    /// <param name="deadline">The time it has.</param>
    public static ShutdownPolicy After(TimeSpan deadline) => new(deadline);

    /// <inheritdoc/>
    public override string ToString() => Deadline switch
    {
        null => "infinite",
        { } deadline when deadline == TimeSpan.Zero => "brutal-kill",
        { } deadline => $"after {deadline.TotalSeconds:0.###} s",
    };
}
