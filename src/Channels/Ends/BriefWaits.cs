using System.Diagnostics;

namespace ActorIpc.Channels.Ends;

/// <summary>
/// Whether it is better to yield the processor a few times than to sleep and be woken, which costs both processes microseconds: as long as the sleeps before were that short. A stream that flows is waited for
/// awake, one that comes now and then asleep.
/// </summary>
internal struct BriefWaits
{
    private const int MostYields = 30;

    private static readonly long Brief = Stopwatch.Frequency / 1_000;

    private bool _areBrief;

    /// <summary>Whether a wait that has yielded so often is to yield again.</summary>
    public readonly bool IsWorthAYield(int yielded) => _areBrief && yielded < MostYields;

    /// <summary>A sleep is over.</summary>
    /// <param name="since">When it began, of <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void NoteSleep(long since) => _areBrief = Stopwatch.GetTimestamp() - since < Brief;
}
