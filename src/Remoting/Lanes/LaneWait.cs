using System.Diagnostics;
using ActorIpc.Links;

namespace ActorIpc.Remoting.Lanes;

/// <summary>The wait of one message that found everything full, where the configuration says that who tells it waits. Holds nothing meanwhile.</summary>
internal struct LaneWait
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(1);

    private long _deadline; // 0: it has not begun

    /// <summary>Waits until something of the spill has left. A thread that reads links never waits.</summary>
    /// <param name="lanes">The lanes of the actor system.</param>
    /// <param name="lane">The lane that is full; null: there is none in use.</param>
    /// <returns>False: the wait is over.</returns>
    public bool ForRoom(LaneDirectory lanes, LaneSender? lane)
    {
        if (lanes.Settings.OverflowWait is not { } wait || LinkRuntime.IsReaderThread)
            return false;
        var now = Stopwatch.GetTimestamp();
        if (_deadline == 0)
        {
            _deadline = now + (long)(wait.TotalSeconds * Stopwatch.Frequency);
            lanes.Counters.Wait();
        }
        if (now >= _deadline)
            return false;
        var left = TimeSpan.FromSeconds((_deadline - now) / (double)Stopwatch.Frequency);
        if (lane is not null && lane.Link.WaitToWriteAsync() is { IsCompleted: false } room)
            room.AsTask().Wait(left);
        else
            Thread.Sleep(LookAgain < left ? LookAgain : left); // a switch under way, of which nobody tells
        return true;
    }
}
