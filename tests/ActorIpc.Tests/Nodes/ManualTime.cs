namespace ActorIpc.Tests.Nodes;

/// <summary>A clock that a test moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private TimeSpan _now = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves it.</summary>
    public void Advance(TimeSpan by) => _now += by;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now.Ticks;
}
