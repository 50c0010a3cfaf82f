namespace ActorIpc.Hosting.Supervision;

/// <summary>What a user declares about a supervisor: its children in order and when it gives up. The root of a topology is one.</summary>
public sealed record SupervisorSpec : TreeSpec
{
    /// <summary>The largest <see cref="Intensity"/>.</summary>
    public const int MaximumIntensity = 10_000;

    /// <summary>How deep supervisors may be nested; the root has depth 1.</summary>
    public const int MaximumDepth = 16;

    /// <summary>The largest number of nodes in a tree, standbys included.</summary>
    public const int MaximumNodes = 1024;

    /// <summary>The longest of all durations in a tree.</summary>
    public static readonly TimeSpan MaximumDuration = TimeSpan.FromDays(7);

    /// <summary>Who is restarted together with a child.</summary>
    public RestartStrategy Strategy { get; init; } = RestartStrategy.OneForOne;

    /// <summary>How many restarts within <see cref="Period"/> are still accepted; one more and the supervisor escalates. 5 unless told (OTP: 1).</summary>
    public int Intensity { get; init; } = 5;

    /// <summary>The sliding window in which restarts are counted; 60 s unless told (OTP: 5 s).</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether the end of significant children ends the supervisor.</summary>
    public AutoShutdown AutoShutdown { get; init; } = AutoShutdown.Never;

    /// <summary>How long a child waits before it is restarted.</summary>
    public BackoffSpec Backoff { get; init; } = new();

    /// <summary>Children and supervisors in the order in which they start; they stop in the reverse order.</summary>
    public IReadOnlyList<TreeSpec> Children { get; init; } = [];
}
