namespace ActorIpc.Tests.Remoting.Scheduling;

/// <summary>A clock that a test moves. Timers fire on the moving thread, in the order of their times.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private long _now;

    /// <summary>How far before its time a timer fires (half its sleep at most), as timers with a coarser clock than the program's do.</summary>
    public TimeSpan Early { get; set; }

    /// <summary>Called once when the clock is read next, as another thread could be at work at that moment.</summary>
    public Action? AtNextRead { get; set; }

    /// <summary>How often a timer fired.</summary>
    public int Wakes { get; private set; }

    /// <summary>How many timers wait to fire.</summary>
    public int Armed => _timers.Count(t => t.Due != long.MaxValue);

    public TimeSpan Now => TimeSpan.FromTicks(_now);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        var action = AtNextRead;
        AtNextRead = null;
        action?.Invoke();
        return _now;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Moves the clock, stopping at each timer on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var end = _now + by.Ticks;
        while (_timers.Where(t => t.Due <= end).MinBy(t => t.Due) is { } timer)
        {
            _now = Math.Max(_now, timer.Due);
            Fire(timer);
        }
        _now = end;
    }

    /// <summary>Moves the clock at once, as for a process that was stopped for so long; what is overdue fires afterwards.</summary>
    public void Jump(TimeSpan by)
    {
        _now += by.Ticks;
        Advance(TimeSpan.Zero);
    }

    private void Fire(Timer timer)
    {
        timer.Due = long.MaxValue;
        Wakes++;
        timer.Callback(timer.State);
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; } = long.MaxValue;

        public TimerCallback Callback => callback;

        public object? State => state;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(0, dueTime.Ticks % TimeSpan.TicksPerMillisecond);
            Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time._now + dueTime.Ticks - Math.Min(time.Early.Ticks, dueTime.Ticks / 2);
            return true;
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
