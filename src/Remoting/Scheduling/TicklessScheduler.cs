using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace ActorIpc.Remoting.Scheduling;

/// <summary>
/// A scheduler for any Akka.NET program that wakes up when something is due and at no other time: an idle system uses no CPU. (Akka's own wakes a
/// hundred times a second.) It keeps the contract of Akka's: what is due runs in order on one thread of the pool, a repeated action keeps its rate,
/// an action that throws is logged and not repeated, disposing runs what is left.
/// </summary>
/// <remarks>
/// Selected by <c>akka.scheduler.implementation = "ActorIpc.Remoting.Scheduling.TicklessScheduler, ActorIpc.Remoting"</c>, which is what
/// <see cref="RemotingConfig.Scheduler"/> says. Nothing runs early; how late it runs is the system timer's affair (one to two milliseconds).
/// <para>
/// Scheduling takes no lock: an item is pushed on an inbox, and only one that is due before the timer fires, or the one that fills the inbox,
/// has its thread look further. Most items (time-outs that are cancelled before they are due) never go further than the inbox.
/// </para>
/// </remarks>
public sealed class TicklessScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    /// <summary>How many items the inbox holds before whoever adds one empties it.</summary>
    internal const int InboxLimit = 256;

    /// <summary>The longest the timer sleeps; longer waits take several sleeps.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    /// <summary>In the inbox exactly after the scheduler was disposed of.</summary>
    private static readonly ScheduledItem Closed = new(new ActionRunnable(() => { }), null, 0, 0);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _shutdownTimeout;
    private readonly ITimer _timer;

    private readonly Lock _lock = new();
    private readonly ScheduledQueue _queue = new();         // under the lock
    private TaskCompletionSource? _run;                     // under the lock; null exactly when no run is under way
    private bool _disposed;                                 // under the lock
    private int _runThread;                                 // under the lock; the thread of the run that is under way

    private ScheduledItem? _inbox;                          // newest first
    private long _armedFor = ScheduledQueue.Never;                 // the deadline the timer waits for; long.MinValue during a run, which ends by looking

    /// <summary>Made by Akka.</summary>
    /// <param name="scheduler">The whole configuration of the actor system; <c>akka.scheduler.shutdown-timeout</c> is read.</param>
    /// <param name="log">Where exceptions of actions go.</param>
    public TicklessScheduler(Config scheduler, ILoggingAdapter log)
        : this(scheduler, log, TimeProvider.System)
    {
    }

    /// <summary>Makes a scheduler on another clock.</summary>
    internal TicklessScheduler(Config scheduler, ILoggingAdapter log, TimeProvider time)
        : base(scheduler, log)
    {
        _shutdownTimeout = scheduler.GetTimeSpan("akka.scheduler.shutdown-timeout", TimeSpan.FromSeconds(5));
        _time = time;
        _start = time.GetTimestamp();
        // The timer must not keep what happens to flow with the thread that creates the actor system.
        using (ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static self => ((TicklessScheduler)self!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time since this scheduler was made.</summary>
    public override TimeSpan MonotonicClock => _time.GetElapsedTime(_start);

    /// <summary>The time since this scheduler was made.</summary>
    public override TimeSpan HighResMonotonicClock => _time.GetElapsedTime(_start);

    /// <summary>How many items wait; those that were cancelled may be counted for a while.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _queue.Count + (Volatile.Read(ref _inbox)?.Depth ?? 0);
        }
    }

    /// <inheritdoc/>
    protected override DateTimeOffset TimeNow => _time.GetUtcNow();

    /// <summary>
    /// Stops the timer, waits for a run that is under way (at most <c>akka.scheduler.shutdown-timeout</c>), and runs what is left, as Akka's
    /// scheduler does. Afterwards nothing can be scheduled any more.
    /// </summary>
    public void Dispose()
    {
        Task? run;
        bool isOurs;
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            MoveToQueue(Interlocked.Exchange(ref _inbox, Closed));
            _timer.Dispose();
            run = _run?.Task;
            isOurs = _runThread == Environment.CurrentManagedThreadId;
        }
        if (run is not null && !isOurs && !run.Wait(_shutdownTimeout))
        {
            Log.Warning("Failed to shutdown scheduler within {0}", _shutdownTimeout);
            return;
        }
        // Nobody else touches the queue now: the inbox is closed, no run is under way (or it is ours), and none begins.
        while (_queue.TakeDue(ScheduledItem.LastDeadline) is { } item)
            TryRun(item);
    }

    /// <inheritdoc/>
    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(delay, TimeSpan.Zero, new ScheduledTell(receiver, message, sender), cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, new ScheduledTell(receiver, message, sender), cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Schedule(delay, TimeSpan.Zero, new ActionRunnable(action), cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Schedule(delay, TimeSpan.Zero, action, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, new ActionRunnable(action), cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, action, cancelable);

    /// <exception cref="SchedulerException">The scheduler was disposed of.</exception>
    private void Schedule(TimeSpan delay, TimeSpan interval, IRunnable action, ICancelable? cancelable)
    {
        var now = Now();
        var deadline = delay.Ticks <= 0 ? now : delay.Ticks > ScheduledItem.LastDeadline - now ? ScheduledItem.LastDeadline : now + delay.Ticks;
        var item = new ScheduledItem(action, cancelable, deadline, interval.Ticks);
        Push(item);
        // SYNC inbox-or-timer: the push is a full barrier; pairs with Arm.
        if (deadline < Volatile.Read(ref _armedFor) || item.Depth >= InboxLimit)
            Look();
    }

    private void Push(ScheduledItem item)
    {
        var head = Volatile.Read(ref _inbox);
        while (true)
        {
            if (head == Closed)
                throw new SchedulerException("cannot schedule after the scheduler was shut down");
            item.Next = head;
            item.Depth = head is null ? 1 : head.Depth + 1;
            var seen = Interlocked.CompareExchange(ref _inbox, item, head);
            if (seen == head)
                return;
            head = seen;
        }
    }

    /// <summary>Empties the inbox, and has the timer fire earlier if need be.</summary>
    private void Look()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            TakeInbox();
            // A run that is under way looks by itself before it ends.
            if (_run is null && _queue.FirstDeadline() < _armedFor)
                Arm();
        }
    }

    /// <summary>The timer's callback: runs everything that is due.</summary>
    private void Run()
    {
        lock (_lock)
        {
            if (_disposed || _run is not null)
                return;
            _run = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _runThread = Environment.CurrentManagedThreadId;
            Volatile.Write(ref _armedFor, long.MinValue);
        }
        var batch = new List<ScheduledItem>();
        while (TakeDue(batch))
            batch.RemoveAll(item => !RunAndRepeat(item));
    }

    /// <summary>Exchanges the items of a batch that are to be repeated for those that are due now; ends the run when there are none.</summary>
    private bool TakeDue(List<ScheduledItem> batch)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                TakeInbox();
                batch.ForEach(_queue.Add);
                batch.Clear();
                var now = Now();
                while (_queue.TakeDue(now) is { } item)
                    batch.Add(item);
                if (batch.Count > 0)
                    return true;
                Arm();
            }
            _run!.SetResult();
            _run = null;
            return false;
        }
    }

    /// <summary>Runs an item unless it was cancelled meanwhile, perhaps by an earlier one; the result says whether it is due again.</summary>
    private bool RunAndRepeat(ScheduledItem item)
    {
        if (item.IsCancelled || !TryRun(item) || !item.IsRepeated)
            return false;
        item.Repeat();
        return true;
    }

    private bool TryRun(ScheduledItem item)
    {
        try
        {
            item.Run();
            return true;
        }
        catch (SchedulerException) when (_disposed)
        {
            // What runs because the scheduler ends may want to schedule something, and cannot: that is no error of anybody's.
            return false;
        }
        catch (Exception e)
        {
            Log.Error(e, "Error while executing scheduled task {0}", item);
            return false;
        }
    }

    /// <summary>Has the timer fire when the next item is due. Under the lock, and not during a run.</summary>
    private void Arm()
    {
        while (true)
        {
            var next = _queue.FirstDeadline();
            // SYNC inbox-or-timer: a full barrier; pairs with Schedule. Either we see an item in the inbox, or who pushed it sees our deadline.
            Interlocked.Exchange(ref _armedFor, next);
            if (!InboxHasEarlierThan(next))
            {
                _timer.Change(SleepUntil(next), Timeout.InfiniteTimeSpan);
                return;
            }
            TakeInbox();
        }
    }

    private bool InboxHasEarlierThan(long deadline)
    {
        for (var item = Volatile.Read(ref _inbox); item is not null; item = item.Next)
        {
            if (item.Deadline < deadline && !item.IsCancelled)
                return true;
        }
        return false;
    }

    /// <summary>Moves what is in the inbox to the queue, oldest first. Under the lock, and not after the scheduler was disposed of.</summary>
    private void TakeInbox() => MoveToQueue(Interlocked.Exchange(ref _inbox, null));

    private void MoveToQueue(ScheduledItem? newest)
    {
        ScheduledItem? oldest = null;
        while (newest is not null)
            (newest.Next, oldest, newest) = (oldest, newest, newest.Next);
        while (oldest is not null)
        {
            var next = oldest.Next;
            oldest.Next = null;
            _queue.Add(oldest);
            oldest = next;
        }
    }

    /// <summary>How long the timer is to sleep: whole milliseconds, rounded up, because the timer cuts off what is less and nothing may run early.</summary>
    private TimeSpan SleepUntil(long deadline)
    {
        if (deadline == ScheduledQueue.Never)
            return Timeout.InfiniteTimeSpan;
        var sleep = Math.Clamp(deadline - Now(), 0, LongestSleep.Ticks);
        return TimeSpan.FromMilliseconds((sleep + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
    }

    private long Now() => _time.GetElapsedTime(_start).Ticks;
}
