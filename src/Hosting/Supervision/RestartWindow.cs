using ActorIpc.Messages;

namespace ActorIpc.Hosting.Supervision;

/// <summary>The whole intensity rule: more than <c>intensity</c> restarts within the last <c>period</c> are too many (OTP's <c>add_restart</c>).</summary>
internal sealed class RestartWindow(int intensity, TimeSpan period)
{
    // At most intensity + 1 stamps: with the last of these the supervisor escalates and its window goes.
    private readonly Queue<(TimeSpan At, NodeName Child)> _restarts = new();

    /// <summary>The same restarts in a window of another size. What is more than it accepts is let go of: not the change, the next restart is one too many.</summary>
    public RestartWindow Resized(int newIntensity, TimeSpan newPeriod)
    {
        var resized = new RestartWindow(newIntensity, newPeriod);
        foreach (var restart in _restarts.TakeLast(newIntensity))
            resized._restarts.Enqueue(restart);
        return resized;
    }

    /// <summary>Counts a restart.</summary>
    /// <returns>Whether it is still accepted; if not, the supervisor has to escalate.</returns>
    public bool Add(TimeSpan now, NodeName child)
    {
        _restarts.Enqueue((now, child));
        return Count(now) <= intensity;
    }

    /// <summary>How many restarts are in the window; a stamp exactly one period old still is.</summary>
    public int Count(TimeSpan now)
    {
        while (_restarts.TryPeek(out var oldest) && oldest.At < now - period)
            _restarts.Dequeue();
        return _restarts.Count;
    }

    /// <summary>How many of them are one child's.</summary>
    public int Count(TimeSpan now, NodeName child) => Count(now) == 0 ? 0 : _restarts.Count(restart => restart.Child == child);
}
