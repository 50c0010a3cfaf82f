namespace ActorIpc.Benchmarking;

/// <summary>How many rounds a run has, and how its time is shared out.</summary>
internal sealed class RunPlan
{
    /// <summary>A warm-up round is this long, as part of a round that counts.</summary>
    public const double WarmUp = 0.5;

    private const int FewRounds = 3;
    private const int ManyRounds = 5;

    /// <summary>What a measurement needs in a round before more rounds say more than longer ones.</summary>
    private static readonly TimeSpan Comfortable = TimeSpan.FromMilliseconds(400);

    private readonly int _measurements;
    private double _weightLeft;

    /// <summary>Plans a run.</summary>
    /// <param name="measurements">How many there are in each round.</param>
    /// <param name="length">The time for all rounds together.</param>
    public RunPlan(int measurements, TimeSpan length)
    {
        _measurements = measurements;
        Rounds = length / ((ManyRounds + WarmUp) * measurements) >= Comfortable ? ManyRounds : FewRounds;
        _weightLeft = (Rounds + WarmUp) * measurements;
    }

    /// <summary>The rounds that count; one more, the first, does not.</summary>
    public int Rounds { get; }

    /// <summary>The steps of the run, for its progress.</summary>
    public int Steps => (Rounds + 1) * _measurements;

    /// <summary>The next measurement's share.</summary>
    /// <param name="isWarmUp">True in the round that does not count.</param>
    /// <param name="left">The time that is left for all that are still to come.</param>
    public Slice Next(bool isWarmUp, TimeSpan left)
    {
        var weight = isWarmUp ? WarmUp : 1;
        var slice = Slice.Of(left, weight / _weightLeft);
        _weightLeft -= weight;
        return slice;
    }
}
