namespace ActorIpc.Hosting.Supervision;

/// <summary>
/// How long a child waits before it is restarted. The first restart is at once; each further one of the same child waits <see cref="Minimum"/>, then twice
/// that, and so on up to <see cref="Maximum"/>. OTP has no backoff: <see cref="None"/> is strict OTP.
/// </summary>
public sealed record BackoffSpec
{
    /// <summary>Every restart is at once.</summary>
    public static BackoffSpec None { get; } = new() { Minimum = TimeSpan.Zero, Maximum = TimeSpan.Zero, Jitter = 0 };

    /// <summary>The wait before the second restart; 100 ms unless told.</summary>
    public TimeSpan Minimum { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait before jitter; 5 s unless told.</summary>
    public TimeSpan Maximum { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The part of a wait by which it is randomly longer or shorter, from 0 to below 1; 0.2 unless told.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>A child that was Ready this long starts again from "at once"; 10 s unless told.</summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait, without jitter, before a restart.</summary>
    /// <param name="attempt">How many restarts of the same child came before it without a reset.</param>
    public TimeSpan Delay(int attempt)
    {
        if (attempt <= 0 || Minimum <= TimeSpan.Zero)
            return TimeSpan.Zero;
        var doubled = Minimum.Ticks * Math.Pow(2, attempt - 1);
        return doubled >= Maximum.Ticks ? Maximum : TimeSpan.FromTicks((long)doubled);
    }
}
