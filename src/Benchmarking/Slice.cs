namespace ActorIpc.Benchmarking;

/// <summary>The time one measurement gets in one round.</summary>
/// <param name="Settle">At its beginning, under the same load and not counted.</param>
/// <param name="Counted">What is counted.</param>
internal readonly record struct Slice(TimeSpan Settle, TimeSpan Counted)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LongestSettle = TimeSpan.FromMilliseconds(200);

    /// <summary>A fair share of the time that is left, so that what took longer than planned is made up for by what is still to come.</summary>
    /// <param name="left">The time that is left.</param>
    /// <param name="share">This measurement's part of it, from 0 to 1.</param>
    public static Slice Of(TimeSpan left, double share)
    {
        var length = left * share;
        if (length < Shortest)
            length = Shortest;
        var settle = length / 4 < LongestSettle ? length / 4 : LongestSettle;
        return new Slice(settle, length - settle);
    }
}
